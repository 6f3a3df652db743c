import { Alert, NumberInput, SimpleGrid, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeCreditOffer, createCreditOffer } from '../../../api-credits.js';
import { useConfig } from '../../../app/session.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { decimalsOf } from '../../../ui/money.js';
import type { CreditOffer } from '../../../wire.js';

/** A package, new or as it stands. */
export function OfferDialog({ offer, onClose }: { offer: CreditOffer | undefined; onClose: () => void }) {
  const { currency } = useConfig().business;
  const queries = useQueryClient();
  const [name, setName] = useState(offer?.name ?? '');
  const [description, setDescription] = useState(offer?.description ?? '');
  const [price, setPrice] = useState<number | string>(offer?.price ?? '');
  const [credits, setCredits] = useState<number | string>(offer?.credits ?? '');
  const [days, setDays] = useState<number | string>(offer?.valid_days ?? '');
  const [active, setActive] = useState(offer?.active ?? true);
  const tooFew = credits !== '' && Number(credits) < Number(price);
  const save = useMutation({
    mutationFn: () => {
      const wish = { name: name.trim(), description: description.trim(), price: Number(price), credits: Number(credits === '' ? price : credits), valid_days: days === '' ? null : Number(days), active };
      return offer ? changeCreditOffer(offer.id, wish) : createCreditOffer(wish);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['credits'] });
      onClose();
    },
  });
  const money = { required: true, min: 0.5, max: 1_000_000, decimalScale: decimalsOf(currency), hideControls: true } as const;
  return (
    <FormDialog title={offer ? `Change ${offer.name}` : 'New package'} go="Save" busy={save.isPending} ready={name.trim() !== '' && Number(price) > 0 && !tooFew} onSubmit={() => save.mutate()} onClose={onClose}>
      {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
      <TextInput label="Name" required maxLength={120} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Textarea label="Description" maxLength={1_000} rows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput {...money} max={999_999.99} label={`Price (${currency.toUpperCase()})`} value={price} onChange={setPrice} />
        <NumberInput {...money} required={false} label="Credits" description="As many as paid, unless more" error={tooFew ? 'At least the price' : undefined} value={credits} onChange={setCredits} />
        <NumberInput label="Days it can be used" description="Empty: without an end" min={1} max={3_650} allowDecimal={false} hideControls value={days} onChange={setDays} />
      </SimpleGrid>
      <Switch label="Offered to customers" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
    </FormDialog>
  );
}
