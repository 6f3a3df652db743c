import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../../../app/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { BusinessStep } from './business-step.js';
import { CustomerStep } from './customer-step.js';
import { HouseRules } from './house-rules.js';
import { InvoiceStep } from './invoice-step.js';
import { ProcessorStep } from './processor-step.js';

/** From an empty database to the first invoice; later, where the business changes what it says about itself. */
export function SetupPage() {
  const { data: setup, error, refetch } = useQuery(setupQuery);
  if (error && !setup) return <ErrorState title="The set-up could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!setup) return <PageSkeleton />;
  return (
    <>
      <PageHead title="Set-up" note="Four steps to the first invoice. Everything can be changed later." />
      <Stack gap="lg" maw={760}>
        <BusinessStep setup={setup} />
        <ProcessorStep />
        <CustomerStep done={setup.steps.customer} />
        <InvoiceStep setup={setup} />
        <HouseRules settings={setup.settings} />
      </Stack>
    </>
  );
}
