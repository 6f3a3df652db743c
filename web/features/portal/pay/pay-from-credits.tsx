import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { payInvoiceFromCredits } from '../../../api-credits.js';
import { isPayable } from '../../../ui/invoices/invoice-status.js';
import { invoiceQuery } from '../../../ui/invoices/queries.js';
import { formatMoney } from '../../../ui/money.js';
import { useOnce } from '../../../ui/use-once.js';
import type { Invoice } from '../../../wire.js';
import { creditsQuery } from '../credits/queries.js';

/** Where there are prepaid credits: pays the invoice with them, or as much of it as they reach. */
export function PayFromCredits({ invoice }: { invoice: Invoice }) {
  const queries = useQueryClient();
  const { data: credits } = useQuery(creditsQuery);
  const pay = useOnce((order: { id: string; amount: number }, key) => payInvoiceFromCredits(order.id, order.amount, key), {
    onSuccess: () => Promise.all([invoiceQuery(invoice.id).queryKey, ['invoices'], ['credits'], ['payments'], ['me'], ['points'], ['standing']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const usable = credits !== undefined && credits.balance > 0 && credits.currency.toLowerCase() === invoice.currency.toLowerCase() && isPayable(invoice);
  const amount = usable ? Math.min(credits.balance, invoice.amount_due) : 0;
  if (!usable && !pay.isSuccess) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} mb="lg" component="section" aria-labelledby="from-credits">
      <Title order={2} id="from-credits" mb="md">
        Pay from your credits
      </Title>
      <div aria-live="polite">
        {pay.isSuccess && <Alert color="spruce" variant="light" mb={usable ? 'md' : 0} title={`${formatMoney(pay.data.amount, pay.data.currency)} were paid from your credits`} />}
      </div>
      {usable && (
        <Stack gap="md" align="flex-start">
          <Text>
            You have {formatMoney(credits.balance, credits.currency)} of prepaid credits. {amount < invoice.amount_due ? `They pay a part; ${formatMoney(invoice.amount_due - amount, invoice.currency)} stay open.` : 'They pay all of it.'}
          </Text>
          {pay.error && <Alert color="red" variant="light" role="alert" title={pay.error.message} />}
          <Button variant="default" loading={pay.isPending} onClick={() => pay.isPending || pay.mutate({ id: invoice.id, amount })}>
            Use {formatMoney(amount, invoice.currency)} of credits
          </Button>
        </Stack>
      )}
    </Paper>
  );
}
