import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Money } from '../money.js';
import type { PriceParts } from '../../wire.js';

/** How a price comes about, line by line. */
export function PriceLines({ price, currency, total, more }: { price: PriceParts; currency: string; total: string; more?: ReactNode }) {
  const discounted = price.class_rep_discount > 0 || price.early_bird_discount > 0;
  return (
    <Stack component="dl" gap={8} m={0}>
      {discounted && <PriceLine name="Full price" amount={price.full} currency={currency} />}
      {price.class_rep_discount > 0 && <PriceLine name="Class representative" amount={-price.class_rep_discount} currency={currency} />}
      {price.early_bird_discount > 0 && <PriceLine name="Early bird" amount={-price.early_bird_discount} currency={currency} />}
      <PriceLine name={total} amount={price.final} currency={currency} strong />
      {more}
    </Stack>
  );
}

export function PriceLine({ name, amount, currency, strong = false }: { name: string; amount: number; currency: string; strong?: boolean }) {
  return (
    <Group justify="space-between" gap="md" wrap="nowrap">
      <Text component="dt" size={strong ? 'md' : 'sm'} fw={strong ? 650 : 400} {...(strong ? {} : { c: 'dimmed' })}>
        {name}
      </Text>
      <Text component="dd" m={0} size={strong ? 'lg' : 'sm'} fw={strong ? 700 : 500} ta="right">
        <Money amount={amount} currency={currency} />
      </Text>
    </Group>
  );
}
