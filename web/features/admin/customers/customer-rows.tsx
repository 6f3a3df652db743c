import { Group, Paper, Table, Text } from '@mantine/core';
import { customerName, CustomerStatus } from '../../../ui/customers/customer-status.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import type { CustomerSummary } from '../../../wire.js';

interface Rows {
  items: readonly CustomerSummary[];
}

export function CustomerTable({ items }: Rows) {
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Customer</Table.Th>
            <Table.Th>E-mail</Table.Th>
            <Table.Th>Phone</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Open</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((customer) => (
            <Table.Tr key={customer.id} className="pd-row">
              <Table.Td>
                <NameLink customer={customer} />
                {customer.company_name !== null && (
                  <Text size="sm" c="dimmed">
                    {customer.name}
                  </Text>
                )}
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{customer.email}</Table.Td>
              <Table.Td>{customer.phone}</Table.Td>
              <Table.Td>
                <CustomerStatus customer={customer} />
              </Table.Td>
              <Table.Td ta="right">
                <Open customer={customer} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

export function CustomerCards({ items }: Rows) {
  return (
    <Paper component="ul" className={classes['list']}>
      {items.map((customer) => (
        <li key={customer.id} className={`pd-row ${classes['item']}`}>
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <NameLink customer={customer} />
            <Open customer={customer} />
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="sm" mt={6}>
            <Text size="sm" c="dimmed" truncate>
              {customer.email}
            </Text>
            <CustomerStatus customer={customer} />
          </Group>
        </li>
      ))}
    </Paper>
  );
}

function NameLink({ customer }: { customer: CustomerSummary }) {
  return (
    <TextLink to="/admin/customers/$customerId" params={{ customerId: customer.id }} className="pd-row-link" fw={600}>
      {customerName(customer)}
    </TextLink>
  );
}

function Open({ customer }: { customer: CustomerSummary }) {
  const owed = customer.open_amount > 0;
  return <Money amount={customer.open_amount} currency={customer.currency} fw={owed ? 700 : 400} {...(owed ? {} : { c: 'dimmed' })} />;
}
