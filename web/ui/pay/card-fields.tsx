import { Group, TextInput, type TextInputProps } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useState } from 'react';
import { cardName } from '../card-name.js';
import { brandOf, cvcLength, digitsOf, formatCardNumber, formatExpiry, isCardNumber, readExpiry } from './card-number.js';
import type { CardField } from './outcome.js';
import type { TypedCard } from './sandbox.js';

export type Typed = Record<CardField, string>;
type Faults = Partial<Typed>;

const empty: Typed = { number: '', expiry: '', cvc: '' };

/** What is typed into a card form, and what is wrong with it. `read` marks the faults, or gives the card. */
export function useTypedCard() {
  const [typed, setTyped] = useState(empty);
  const [faults, setFaults] = useState<Faults>({});
  const set = (field: CardField) => (text: string) => {
    setTyped((old) => ({ ...old, [field]: text }));
    setFaults((old) => ({ ...old, [field]: undefined }));
  };
  const fill = (card: Typed) => (setFaults({}), setTyped(card));
  const read = (): TypedCard | undefined => {
    const card = readCard(typed);
    setFaults(card.faults);
    if (!card.value) focusFirst(card.faults);
    return card.value;
  };
  return { typed, faults, set, fill, read };
}

interface CardFieldsProps {
  typed: Typed;
  faults: Faults;
  set: (field: CardField) => (text: string) => void;
  disabled: boolean;
}

export function CardFields({ typed, faults, set, disabled }: CardFieldsProps) {
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
