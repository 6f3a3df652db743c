import { Paper } from '@mantine/core';
import { IconAddressBookOff } from '@tabler/icons-react';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHead } from '../../ui/page.js';

/** Signed in, but nobody's customer. */
export function NoAccountBook({ title }: { title: string }) {
  return (
    <>
      <PageHead title={title} />
      <Paper>
        <EmptyState icon={IconAddressBookOff} title="No customer account yet">
          You are signed in, but the business has not linked a customer to your e-mail address. Once it bills you under this address, your
          invoices appear here.
        </EmptyState>
      </Paper>
    </>
  );
}
