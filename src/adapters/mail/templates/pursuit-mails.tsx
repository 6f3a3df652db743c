import type { MailExtras, OwedText } from '../../../core/ports/letters.js';
import { Action, Aside, Facts, Paragraph, PlainLink, Title } from './parts.js';
import type { Fact } from './parts.js';
import type { Template } from './template.js';
import { card, day, failureReason, money } from './words.js';

export const chargeAnnounced: Template<'charge_announced'> = {
  subject: (data, head) => `${head.businessName} will charge your card on ${day(data.charge_on)}`,
  preview: (data) => `${money(data.amount, data.currency)} for invoice ${data.invoice_number}.`,
  body: (data, extras) => (
    <>
      <Title>Your card will be charged on {day(data.charge_on)}</Title>
      <Paragraph>Hello {data.name}, invoice {data.invoice_number} is due soon. The card you allowed us to charge pays it; you need not do anything.</Paragraph>
      <Owed data={data} extras={extras} more={[{ name: 'Charged on', value: day(data.charge_on) }]} />
      <Pay extras={extras} label="View invoice" />
      <Aside>You can pay another way before that day, or take your permission back in your account. Then nothing is charged.</Aside>
    </>
  ),
};

export const chargeFailed: Template<'charge_failed'> = {
  subject: (data) => `Your card was not charged for invoice ${data.invoice_number}`,
  preview: (data) => (data.next_on === null ? 'Nothing was charged. Please pay with another card.' : `Nothing was charged. We try again on ${day(data.next_on)}.`),
  body: (data, extras) => {
    const used = card(null, data.card_last4);
    return (
      <>
        <Title>Your card could not be charged</Title>
        <Paragraph>Hello {data.name}, we tried to charge your card for invoice {data.invoice_number}. {failureReason(data.failure_code)} Nothing was charged.</Paragraph>
        <Paragraph>{data.next_on === null ? 'We will not try this card again for this invoice: please pay it with the button below.' : `We will try again on ${day(data.next_on)}. You can also pay now, with this or another card.`}</Paragraph>
        <Owed data={data} extras={extras} more={used === null ? [] : [{ name: 'Tried with', value: used }]} />
        <Pay extras={extras} label="Pay now" />
        <Aside>If you have paid since, you need not do anything.</Aside>
      </>
    );
  },
};

export const chargeActionNeeded: Template<'charge_action_needed'> = {
  subject: (data) => `${data.again ? 'Still waiting for you: ' : ''}${data.again ? 'c' : 'C'}onfirm the payment of invoice ${data.invoice_number}`,
  preview: () => 'Your bank wants you to confirm this payment yourself. Nothing was charged.',
  body: (data, extras) => {
    const used = card(null, data.card_last4);
    return (
      <>
        <Title>Your bank asks you to confirm</Title>
        <Paragraph>
          Hello {data.name}, {data.again ? 'we are still waiting for' : 'we tried to charge your card for'} invoice {data.invoice_number}. Your bank wants you to confirm this payment yourself, so nothing was charged.
        </Paragraph>
        <Paragraph>Open the invoice, pay, and follow your bank’s instructions. It takes a minute.{data.last ? ' We will not remind you again.' : ''}</Paragraph>
        <Owed data={data} extras={extras} more={used === null ? [] : [{ name: 'Card', value: used }]} />
        <Pay extras={extras} label="Confirm and pay" />
        <Aside>If you have paid since, you need not do anything.</Aside>
      </>
    );
  },
};

export const paymentReminder: Template<'payment_reminder'> = {
  subject: (data, head) => `${data.place === 1 ? 'Reminder' : data.last ? 'Last reminder' : 'Another reminder'}: invoice ${data.invoice_number} from ${head.businessName}`,
  preview: (data) => `${money(data.amount, data.currency)} was due on ${day(data.due_date)}.`,
  body: (data, extras) => (
    <>
      <Title>{data.place === 1 ? 'A reminder' : data.last ? 'Our last reminder' : 'Another reminder'}</Title>
      <Paragraph>Hello {data.name}, {reminderWords(data)}</Paragraph>
      <Owed data={data} extras={extras} more={[]} />
      <Pay extras={extras} label="Pay now" />
      <Aside>If your payment is on its way, please ignore this letter. If something is wrong with the invoice, just answer: we will sort it out.</Aside>
    </>
  ),
};

function reminderWords({ place, last, invoice_number: number, due_date: due }: { place: number; last: boolean } & Pick<OwedText, 'invoice_number' | 'due_date'>): string {
  if (place === 1) return `invoice ${number} was due on ${day(due)}, and we have not seen your payment yet. It may simply have slipped through.`;
  if (!last) return `invoice ${number} is still open. It was due on ${day(due)}.`;
  return `invoice ${number} is still open, although it was due on ${day(due)}. Please pay it now, or tell us what keeps you: from here on a person will look into it.`;
}

function Owed({ data, extras, more }: { data: OwedText; extras: MailExtras; more: readonly Fact[] }) {
  return (
    <Facts
      facts={[
        { name: 'Invoice', value: data.invoice_number },
        { name: 'Amount due', value: money(extras.amount_due ?? data.amount, data.currency), strong: true },
        { name: 'Due', value: day(data.due_date) },
        ...more,
      ]}
    />
  );
}

function Pay({ extras: { link }, label }: { extras: MailExtras; label: string }) {
  if (link === undefined) return null;
  return (
    <>
      <Action href={link}>{label}</Action>
      <PlainLink href={link} />
    </>
  );
}
