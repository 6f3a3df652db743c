import type { MailData } from '../../../core/ports/letters.js';
import { Action, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { day, money } from './words.js';

type Created = MailData['invoice_created'];

const openOf = (data: Created, due: string | undefined = data.amount) => (data.cancelled === true || Number(due) === 0 ? null : money(due, data.currency));
const totalOf = (data: Created) => (data.total === undefined ? null : money(data.total, data.currency));

/** Asked for by hand, so perhaps long after the issue: nobody is asked for money that is not owed any more. */
export const invoiceCreated: Template<'invoice_created'> = {
  subject: (data, head) => `Invoice ${data.invoice_number} from ${head.businessName}${data.cancelled === true ? ' was cancelled' : ''}`,
  preview: (data) => {
    const open = openOf(data);
    if (open === null) return data.cancelled === true ? 'Nothing is to be paid.' : 'It is paid. Nothing is left to pay.';
    return `${open}${data.due_date === null ? '' : `, due ${day(data.due_date)}`}.`;
  },
  body: (data, extras, head) => {
    const open = openOf(data, extras.amount_due);
    const total = totalOf(data);
    return (
      <>
        <Title>Invoice {data.invoice_number}</Title>
        <Paragraph>Hello {data.name}, {data.cancelled === true ? 'this invoice was cancelled. Nothing is to be paid.' : `here is your invoice.${open === null ? ' It is paid: nothing is left to pay.' : ''}`}</Paragraph>
        <Facts
          facts={[
            { name: 'Invoice', value: data.invoice_number },
            ...(open === null
              ? [...(total === null ? [] : [{ name: 'Total', value: total }]), { name: 'Status', value: data.cancelled === true ? 'Cancelled' : 'Paid', strong: true }]
              : [{ name: 'Amount due', value: open, strong: true }, ...(data.due_date === null ? [] : [{ name: 'Due', value: day(data.due_date) }])]),
          ]}
        />
        <Action href={`${head.appUrl}/invoices/${encodeURIComponent(data.invoice_id)}`}>{open === null ? 'View invoice' : 'View and pay'}</Action>
      </>
    );
  },
};
