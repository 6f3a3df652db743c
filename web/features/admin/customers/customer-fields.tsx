import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { Customer } from '../../../wire.js';

export type FactName = 'company_name' | 'name' | 'email' | 'phone' | 'address_line1' | 'address_line2' | 'city' | 'state' | 'postal_code' | 'country';
export type TypedFacts = Partial<Record<FactName, string>> & { status?: Customer['status'] };

const fields: readonly { name: FactName; label: string; type?: 'email' | 'tel'; most?: number; required?: true }[] = [
  { name: 'company_name', label: 'Company' },
  { name: 'name', label: 'Contact', required: true },
  { name: 'email', label: 'Billing e-mail', type: 'email', most: 254, required: true },
  { name: 'phone', label: 'Phone', type: 'tel', most: 40 },
  { name: 'address_line1', label: 'Address' },
  { name: 'address_line2', label: 'Apartment, suite' },
  { name: 'city', label: 'City' },
  { name: 'state', label: 'State or region' },
  { name: 'postal_code', label: 'Postal code' },
  { name: 'country', label: 'Country' },
];

const statuses: readonly { value: Customer['status']; label: string }[] = [
  { value: 'pending', label: 'Pending' },
  { value: 'onboarding', label: 'Onboarding' },
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Inactive' },
];

interface CustomerFieldsProps {
  typed: TypedFacts;
  known?: Customer;
  onType: (change: TypedFacts) => void;
}

/** What is known of a customer, to be typed: the same for a new one and for one that changes. */
export function CustomerFields({ typed, known, onType }: CustomerFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {fields.map(({ name, label, type = 'text', most = 200, required = false }) => (
        <TextInput
          key={name}
          label={label}
          type={type}
          required={required}
          maxLength={most}
          autoComplete="off"
          value={typed[name] ?? known?.[name] ?? ''}
          onChange={({ currentTarget: { value } }) => onType({ [name]: value })}
        />
      ))}
      {known && (
        <Select
          label="Status"
          data={statuses}
          allowDeselect={false}
          value={typed.status ?? known.status}
          onChange={(value) => onType({ status: statuses.find((one) => one.value === value)?.value })}
        />
      )}
    </SimpleGrid>
  );
}

/** An emptied field is taken away; the name and the address of letters cannot be. */
export function changeOf({ name, email, status, ...others }: TypedFacts) {
  const rest = Object.fromEntries(Object.entries(others).map(([field, text]) => [field, text.trim() === '' ? null : text.trim()]));
  return { ...rest, ...(name !== undefined && { name: name.trim() }), ...(email !== undefined && { email: email.trim() }), ...(status !== undefined && { status }) };
}
