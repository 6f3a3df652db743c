import { Action, Facts, itemFacts, namesOf, Paragraph, placeOf, Title } from './parts.js';
import type { Template } from './template.js';
import { card, instant, money } from './words.js';

export const paymentReceipt: Template<'payment_receipt'> = {
  subject: (data, head) => `Receipt for ${money(data.amount, data.currency)} from ${head.businessName}`,
  preview: (data) => `We received ${money(data.amount, data.currency)}. Thank you.`,
  body: (data, _extras, head) => {
    const what = namesOf(data.items);
    const paidWith = card(data.card_brand, data.card_last4);
    return (
      <>
        <Title>We received {money(data.amount, data.currency)}</Title>
        <Paragraph>Hello {data.name}, thank you for your payment{what === null ? '' : ` for ${what}`}.</Paragraph>
        <Facts
          facts={[
            ...(data.items.length > 1 ? itemFacts(data.items) : []),
            { name: 'Amount paid', value: money(data.amount, data.currency), strong: true },
            ...(paidWith === null ? [] : [{ name: 'Paid with', value: paidWith }]),
            { name: 'Date', value: instant(data.paid_at, head.timeZone) },
            { name: 'Payment', value: data.payment_id },
          ]}
        />
        <Action href={`${head.appUrl}/${placeOf(data.items)}`}>View your {placeOf(data.items)}</Action>
      </>
    );
  },
};
