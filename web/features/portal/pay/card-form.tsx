import { Button, Stack } from '@mantine/core';
import type { FormEvent } from 'react';
import { useConfig } from '../../../app/session.js';
import { formatMoney } from '../../../ui/money.js';
import type { Basket } from './basket.js';
import { CardFields, useTypedCard } from '../../../ui/pay/card-fields.js';
import { Refusal } from '../../../ui/pay/refusal.js';
import { confirmAtSandbox, type SandboxDoor } from '../../../ui/pay/sandbox.js';
import { TestCards } from '../../../ui/pay/test-cards.js';
import { usePay } from './use-pay.js';

/** Our own form, for the stand-in processor of demos and tests. */
export function CardForm({ basket, ...door }: { basket: Basket } & SandboxDoor) {
  const { mode } = useConfig();
  const { typed, faults, set, fill, read } = useTypedCard();
  const { pay, busy, refusal, forget } = usePay(basket);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const card = read();
    if (card) void pay((secret, returnUrl) => confirmAtSandbox(door, secret, card, returnUrl));
  };
  const refused = refusal?.field ? { [refusal.field]: refusal.message } : {};
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        {mode === 'demo' && <TestCards onChoose={(card) => (forget(), fill(card))} />}
        <CardFields typed={typed} faults={{ ...refused, ...faults }} set={set} disabled={busy} />
        <Button type="submit" loading={busy} size="lg" fullWidth>
          {`Pay ${formatMoney(basket.amount, basket.currency)}`}
        </Button>
      </Stack>
    </form>
  );
}
