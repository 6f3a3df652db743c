import { Text, type TextProps } from '@mantine/core';
import { exponentOf, moneyFormat } from '../../src/kernel/currency.js';

const formats = new Map<string, Intl.NumberFormat>();

/** `185` in USD is "$185.00"; every currency with its own number of decimals. */
export function formatMoney(amount: number, currency: string): string {
  const code = currency.toUpperCase();
  const format = formats.get(code) ?? moneyFormat(code);
  formats.set(code, format);
  return format.format(amount);
}

/** How many decimals a currency has: 2 for USD, 0 for JPY. */
export function decimalsOf(currency: string): number {
  return exponentOf(currency);
}

interface MoneyProps extends TextProps {
  amount: number;
  currency: string;
  /** Adds the three letters, for totals where "$" alone could be several. */
  code?: boolean;
}

export function Money({ amount, currency, code, ...text }: MoneyProps) {
  return (
    <Text component="span" inherit {...text} style={{ whiteSpace: 'nowrap' }}>
      {formatMoney(amount, currency)}
      {code && (
        <Text component="span" size="0.6em" fw={600} c="dimmed" ml={6}>
          {currency.toUpperCase()}
        </Text>
      )}
    </Text>
  );
}
