import { Action, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { day, money } from './words.js';

export const invoiceCreated: Template<'invoice_created'> = {
  subject: (data, head) => `Invoice ${data.invoice_number} from ${head.businessName}`,
  preview: (data) => `${money(data.amount, data.currency)}${data.due_date === null ? '' : `, due ${day(data.due_date)}`}.`,
  body: (data, _extras, head) => (
    <>
      <Title>Invoice {data.invoice_number}</Title>
      <Paragraph>Hello {data.name}, here is your invoice.</Paragraph>
      <Facts
        facts={[
          { name: 'Invoice', value: data.invoice_number },
          { name: 'Amount due', value: money(data.amount, data.currency), strong: true },
          ...(data.due_date === null ? [] : [{ name: 'Due', value: day(data.due_date) }]),
        ]}
      />
      <Action href={`${head.appUrl}/invoices/${encodeURIComponent(data.invoice_id)}`}>View and pay</Action>
    </>
  ),
};
