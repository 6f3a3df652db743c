import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { authenticatePublicInvoice } from '../../api.js';
import { useConfig } from '../../app/session.js';
import { formatMoney } from '../../ui/money.js';
import { onYellow } from '../../ui/on-yellow.js';
import { intentIdOf, keepSecret, outcomeOf } from '../../ui/pay/outcome.js';
import { Refusal } from '../../ui/pay/refusal.js';
import { retrieve } from '../../ui/pay/retrieve.js';
import type { PublicInvoice } from '../../wire.js';

/** A charge by itself did not go through because a bank wants to hear from the card's holder: he says yes here. */
export function AskBank({ token, invoice, onDone }: { token: string; invoice: PublicInvoice; onDone: () => Promise<unknown> }) {
  const config = useConfig();
  const ask = useMutation({
    mutationFn: async () => {
      const { client_secret: secret } = await authenticatePublicInvoice(token);
      keepSecret(secret);
      const intent = await retrieve(config, intentIdOf(secret));
      const outcome = intent ? outcomeOf(intent) : undefined;
      if (outcome?.kind === 'redirect') return location.assign(outcome.url);
      await onDone();
    },
    onError: () => void onDone(),
  });
  return (
    <Stack gap="md">
      {ask.error && <Refusal message={ask.error.message} />}
      <Alert color="yellow" variant="light" styles={onYellow} icon={<IconBuildingBank aria-hidden />} title="Your bank wants to hear from you">
        <Text size="sm">
          We tried the card you allowed us to charge, and your bank asks you to approve {formatMoney(invoice.amount_due, invoice.currency)} yourself.
        </Text>
      </Alert>
      <Button size="lg" fullWidth loading={ask.isPending} onClick={() => ask.mutate()}>
        Approve with your bank
      </Button>
    </Stack>
  );
}
