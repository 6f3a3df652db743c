import { Alert, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { archiveCustomer, restoreCustomer } from '../../../api.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { customerQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import type { Customer } from '../../../wire.js';

const reasons: Record<Customer['in_the_way'][number], string> = {
  open_invoices: 'There are invoices that are still to be paid. Have them paid, credit or cancel them.',
  credit: 'The customer has credit. Pay it back or use it for an invoice.',
  open_disputes: 'A bank is still deciding about a payment.',
  payments_under_way: 'A payment or a refund is still under way.',
};

/** Putting away and bringing back; where it cannot be, it says why. */
export function Archive({ customer }: { customer: Customer }) {
  const queries = useQueryClient();
  const away = customer.archived_at !== null;
  const move = useMutation({
    mutationFn: () => (away ? restoreCustomer(customer.id) : archiveCustomer(customer.id)),
    onSuccess: async (moved) => {
      queries.setQueryData(customerQuery(customer.id).queryKey, moved);
      await Promise.all([queries.invalidateQueries({ queryKey: ['customers'] }), queries.invalidateQueries({ queryKey: ['customer', customer.id] })]);
    },
  });
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="archive">
      <Title order={2} id="archive" mb="xs">
        Archive
      </Title>
      <Stack gap="md" align="flex-start">
        {move.error && <Alert color="red" variant="light" role="alert" title={move.error.message} w="100%" />}
        {away ? (
          <Text>
            Put away on <Day value={customer.archived_at} />. Its users cannot sign in, and nothing recurs. Everything in the books stays.
          </Text>
        ) : customer.in_the_way.length > 0 ? (
          <>
            <Text>This customer cannot be put away yet:</Text>
            <List size="sm">
              {customer.in_the_way.map((reason) => (
                <List.Item key={reason}>{reasons[reason]}</List.Item>
              ))}
            </List>
          </>
        ) : (
          <Text>Its users will not be able to sign in any more, and nothing will recur. Everything in the books stays, and it can be brought back.</Text>
        )}
        {away && <AskFirst label="Bring back" button={{ variant: 'default' }} question="Bring this customer back?" showQuestion keep="Leave it away" go="Bring back" busy={move.isPending} onGo={() => move.mutateAsync()} />}
        {!away && customer.in_the_way.length === 0 && (
          <AskFirst label="Put away" button={{ variant: 'default' }} question="Put this customer away?" showQuestion keep="Keep" go="Put away" harsh busy={move.isPending} onGo={() => move.mutateAsync()} />
        )}
      </Stack>
    </Paper>
  );
}
