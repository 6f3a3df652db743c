import { Alert, Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { refundEnrolment, type EnrolmentRefund } from '../../../api-programs.js';
import { ApiError } from '../../../client.js';
import { newKey } from '../../../idempotency-key.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import type { Enrolment } from '../../../wire.js';

/** Says what will happen before it happens; the button names the amount. */
export function RefundEnrolmentDialog({ enrolment: one, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const limit = one.refundable;
  const [typed, setTyped] = useState<number | string>(limit);
  const [reason, setReason] = useState('');
  const [endAccess, setEndAccess] = useState(false);
  const refund = useRefund(one.id, onClose);
  const amount = typed === '' ? 0 : Number(typed);
  const free = limit === 0;
  const whole = free || amount >= limit;
  const valid = free || (amount > 0 && amount <= limit);
  const money = (value: number) => formatMoney(value, one.currency);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid || refund.isPending) return;
    refund.mutate({ ...(free ? {} : { amount }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...(endAccess || whole ? { end_access: true } : {}) });
  };
  return (
    <Modal opened onClose={onClose} title={free ? 'End an enrolment' : 'Refund an enrolment'} closeOnClickOutside={!refund.isPending}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>
            {one.user.name}, {one.program.title}.{free ? ' Nothing was paid for it.' : ` Up to ${money(limit)} can go back.`}
          </Text>
          {refund.error && (
            <Alert color="red" variant="light" role="alert" title={refund.error instanceof ApiError && refund.error.status === 0 ? 'No answer came' : 'The refund was refused'}>
              <Text size="sm">{refund.error instanceof ApiError && refund.error.status === 0 ? 'Press the button again: the same order is never carried out twice.' : refund.error.message}</Text>
            </Alert>
          )}
          {!free && (
            <NumberInput
              label={`Amount (${one.currency})`} size="md" value={typed} onChange={setTyped} decimalScale={decimalsOf(one.currency)} fixedDecimalScale allowNegative={false} thousandSeparator="," hideControls
              error={valid ? null : `Enter an amount up to ${money(limit)}`} data-autofocus
            />
          )}
          <TextInput label="Reason" description="The buyer reads it" size="md" maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Checkbox
            checked={endAccess || whole} disabled={whole} onChange={(event) => setEndAccess(event.currentTarget.checked)} label="Access ends"
            description={whole ? 'With everything back, the place is free again.' : 'Otherwise the buyer stays enrolled.'}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={refund.isPending}>
              Cancel
            </Button>
            <Button type="submit" color="red.8" loading={refund.isPending} disabled={!valid}>
              {free ? 'End it' : valid ? `Refund ${money(amount)}` : 'Refund'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** One key per order: repeating it after a lost answer cannot refund twice, a changed order is a new one. */
function useRefund(id: string, onDone: () => void) {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: (order: EnrolmentRefund) => {
      const written = JSON.stringify(order);
      const key = keys.current.get(written) ?? newKey();
      keys.current.set(written, key);
      return refundEnrolment(id, order, key);
    },
    onSuccess: async () => {
      await Promise.all(['enrolments', 'programs', 'purchases'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
      onDone();
    },
  });
}
