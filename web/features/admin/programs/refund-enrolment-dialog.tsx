import { Checkbox, NumberInput, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refundEnrolment, type EnrolmentRefund } from '../../../api-programs.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { useOnce } from '../../../ui/use-once.js';
import type { Enrolment } from '../../../wire.js';
import { OrderError } from '../invoices/order-error.js';

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
  return (
    <FormDialog
      title={free ? 'End an enrolment' : 'Refund an enrolment'}
      go={free ? 'End it' : valid ? `Refund ${money(amount)}` : 'Refund'}
      harsh
      busy={refund.isPending}
      ready={valid}
      onSubmit={() => refund.mutate({ ...(free ? {} : { amount }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...(endAccess || whole ? { end_access: true } : {}) })}
      onClose={onClose}
    >
      <Text>
        {one.user.name}, {one.program.title}.{free ? ' Nothing was paid for it.' : ` Up to ${money(limit)} can go back.`}
      </Text>
      {refund.error && <OrderError error={refund.error} title="The refund was refused" />}
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
    </FormDialog>
  );
}

function useRefund(id: string, onDone: () => void) {
  const queries = useQueryClient();
  return useOnce((order: EnrolmentRefund, key) => refundEnrolment(id, order, key), {
    onSuccess: async () => {
      await Promise.all(['enrolments', 'programs', 'purchases', 'payments', 'stats'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
      onDone();
    },
  });
}
