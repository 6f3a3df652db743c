import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../links.js';
import { customerName } from './customer-status.js';
import { customerQuery } from './queries.js';

/** Above a list of one customer's things alone: whose they are, and the way to everybody's. */
export function OfCustomer({ customerId, onAll }: { customerId: string; onAll: () => void }) {
  const customer = useQuery(customerQuery(customerId)).data;
  return (
    <>
      Only of{' '}
      <TextLink to="/admin/customers/$customerId" params={{ customerId }} underline="always">
        {customer ? customerName(customer) : 'one customer'}
      </TextLink>
      .{' '}
      <Anchor component="button" type="button" underline="always" onClick={onAll}>
        Show all
      </Anchor>
    </>
  );
}
