import { Action, Aside, Facts, Paragraph, PlainLink, Title } from './parts.js';
import type { Template } from './template.js';
import { day, money } from './words.js';

const nothingOpen = (due: string | undefined) => due !== undefined && Number(due) === 0;

export const invoiceIssued: Template<'invoice_issued'> = {
  subject: (data, head) => `Invoice ${data.invoice_number} from ${head.businessName}`,
  preview: (data) => `${money(data.amount, data.currency)}${data.due_date === null ? '' : `, due ${day(data.due_date)}`}.`,
  body: (data, extras) => (
    <>
      <Title>Invoice {data.invoice_number}</Title>
      <Paragraph>Hello {data.name}, here is your invoice. It is attached as a PDF.</Paragraph>
      <Facts
        facts={[
          { name: 'Invoice', value: data.invoice_number },
          ...(data.milestone === null ? [] : [{ name: 'For', value: data.milestone }]),
          { name: 'Total', value: money(data.amount, data.currency) },
          ...(extras.amount_due === undefined ? [] : [{ name: 'Amount due', value: money(extras.amount_due, data.currency), strong: true }]),
          ...(data.due_date === null ? [] : [{ name: 'Due', value: day(data.due_date) }]),
        ]}
      />
      {nothingOpen(extras.amount_due) && <Paragraph>Nothing is left to pay.</Paragraph>}
      {extras.charge_on !== undefined && !nothingOpen(extras.amount_due) && (
        <Paragraph>You need not do anything: the card you allowed us to charge pays it on {day(extras.charge_on)}.</Paragraph>
      )}
      {extras.link !== undefined && (
        <>
          <Action href={extras.link}>{nothingOpen(extras.amount_due) ? 'View invoice' : 'View and pay'}</Action>
          <PlainLink href={extras.link} />
          <Aside>Whoever has this link can see and pay this invoice without an account, and nothing else.</Aside>
        </>
      )}
    </>
  ),
};
