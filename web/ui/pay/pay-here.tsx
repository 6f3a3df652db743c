import { Alert, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useConfig } from '../../app/session.js';
import { onYellow } from '../on-yellow.js';
import type { PayHereProps } from './use-confirm.js';

// Each processor's form is its own download; nobody needs both.
const AtSandbox = lazy(async () => ({ default: (await import('./at-sandbox.js')).AtSandbox }));
const AtStripe = lazy(async () => ({ default: (await import('./at-stripe.js')).AtStripe }));

/** A card form, also for people without an account: whoever shows it says how a payment is opened. No card number comes near our server. */
export function PayHere(props: PayHereProps) {
  const { stripe: { publishable_key: publishableKey, sandbox_port: sandboxPort } } = useConfig();
  if (!publishableKey) {
    return (
      <Alert color="yellow" variant="light" styles={onYellow} title="Card payments are not set up yet">
        <Text size="sm">The business has not connected its payment processor.{!props.saving && ' Please pay another way, or ask them.'}</Text>
      </Alert>
    );
  }
  return (
    <Suspense fallback={<Skeleton height={260} />}>
      {sandboxPort === null ? <AtStripe {...props} publishableKey={publishableKey} /> : <AtSandbox {...props} door={{ publishableKey, sandboxPort }} />}
    </Suspense>
  );
}
