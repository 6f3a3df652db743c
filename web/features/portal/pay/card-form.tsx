import { Button, Group, Stack, TextInput, type TextInputProps } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useConfig } from '../../../app/session.js';
import { formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { cardName } from '../../../ui/invoices/card-name.js';
import { brandOf, cvcLength, digitsOf, formatCardNumber, formatExpiry, isCardNumber, readExpiry } from './card-number.js';
import type { CardField } from './outcome.js';
import { Refusal } from './refusal.js';
import { confirmAtSandbox, type SandboxDoor, type TypedCard } from './sandbox.js';
import { TestCards } from './test-cards.js';
import { usePay } from './use-pay.js';

type Typed = Record<CardField, string>;
type Faults = Partial<Typed>;

const empty: Typed = { number: '', expiry: '', cvc: '' };

/** Our own form, for the stand-in processor of demos and tests. */
export function CardForm({ invoice, ...door }: { invoice: Invoice } & SandboxDoor) {
  const { mode } = useConfig();
  const [typed, setTyped] = useState(empty);
  const [faults, setFaults] = useState<Faults>({});
  const { pay, busy, refusal, forget } = usePay(invoice);
  const set = (field: CardField) => (text: string) => {
    setTyped((old) => ({ ...old, [field]: text }));
    setFaults((old) => ({ ...old, [field]: undefined }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const card = readCard(typed);
    setFaults(card.faults);
    if (card.value) void pay((secret, returnUrl) => confirmAtSandbox(door, secret, card.value, returnUrl));
    else focusFirst(card.faults);
  };
  const refused = refusal?.field ? { [refusal.field]: refusal.message } : {};
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        {mode === 'demo' && <TestCards onChoose={(card) => (forget(), setFaults({}), setTyped(card))} />}
        <CardFields typed={typed} faults={{ ...refused, ...faults }} set={set} disabled={busy} />
        <Button type="submit" loading={busy} size="lg" fullWidth>
          {`Pay ${formatMoney(invoice.amount_due, invoice.currency)}`}
        </Button>
      </Stack>
    </form>
  );
}

interface CardFieldsProps {
  typed: Typed;
  faults: Faults;
  set: (field: CardField) => (text: string) => void;
  disabled: boolean;
}

function CardFields({ typed, faults, set, disabled }: CardFieldsProps) {
  const digits = digitsOf(typed.number);
  const brand = brandOf(digits);
  const common = { size: 'md', inputMode: 'numeric', readOnly: disabled } satisfies TextInputProps;
  return (
    <>
      <TextInput
        {...common}
        id="card-number"
        label="Card number"
        autoComplete="cc-number"
        placeholder="1234 1234 1234 1234"
        value={typed.number}
        error={faults.number}
        leftSection={<IconCreditCard size={18} aria-hidden />}
        rightSection={brand ? <span className="pd-brand">{cardName(brand, null)}</span> : undefined}
        rightSectionWidth={brand ? 'auto' : undefined}
        onChange={(event) => set('number')(formatCardNumber(event.currentTarget.value))}
      />
      <Group grow align="flex-start">
        <TextInput
          {...common}
          id="card-expiry"
          label="Expiry"
          autoComplete="cc-exp"
          placeholder="MM / YY"
          value={typed.expiry}
          error={faults.expiry}
          onChange={(event) => set('expiry')(formatExpiry(event.currentTarget.value))}
        />
        <TextInput
          {...common}
          id="card-cvc"
          label="Security code"
          autoComplete="cc-csc"
          placeholder={`${cvcLength(digits)} digits`}
          value={typed.cvc}
          error={faults.cvc}
          onChange={(event) => set('cvc')(digitsOf(event.currentTarget.value).slice(0, cvcLength(digits)))}
        />
      </Group>
    </>
  );
}

type Read = { value: TypedCard; faults: Faults } | { value?: undefined; faults: Faults };

function readCard(typed: Typed): Read {
  const number = digitsOf(typed.number);
  const expiry = readExpiry(typed.expiry, new Date());
  if (isCardNumber(number) && expiry && typed.cvc.length === cvcLength(number)) {
    return { value: { number, ...expiry, cvc: typed.cvc }, faults: {} };
  }
  return {
    faults: {
      ...(isCardNumber(number) ? {} : { number: 'Check the card number' }),
      ...(expiry ? {} : { expiry: 'Check the month and year' }),
      ...(typed.cvc.length === cvcLength(number) ? {} : { cvc: `Enter the ${cvcLength(number)} digits` }),
    },
  };
}

function focusFirst(faults: Faults): void {
  const field = (['number', 'expiry', 'cvc'] as const).find((name) => faults[name]);
  document.getElementById(`card-${field}`)?.focus();
}
