import { Action, Aside, Facts, namesOf, Paragraph, placeOf, Title } from './parts.js';
import type { Template } from './template.js';
import { card, money, refundReason } from './words.js';

export const refundIssued: Template<'refund_issued'> = {
  subject: (data, head) => `Refund of ${money(data.amount, data.currency)} from ${head.businessName}`,
  preview: (data) => `${money(data.amount, data.currency)} is on its way back to you.`,
  body: (data, extras, head) => {
    const what = namesOf(data.items);
    const backTo = card(null, data.card_last4);
    const reason = refundReason(data.reason);
    return (
      <>
        <Title>We refunded {money(data.amount, data.currency)}</Title>
        <Paragraph>Hello {data.name}, your payment{what === null ? '' : ` for ${what}`} has been refunded{data.keep_owing ? ', and the amount is owed again' : ''}.</Paragraph>
        <Facts
          facts={[
            { name: 'Amount refunded', value: money(data.amount, data.currency), strong: true },
            ...(extras.credit_note_number === undefined ? [] : [{ name: 'Credit note', value: extras.credit_note_number }]),
            ...(backTo === null ? [] : [{ name: 'Back to', value: backTo }]),
            ...(reason === null ? [] : [{ name: 'Reason', value: reason }]),
            { name: 'Payment', value: data.payment_id },
          ]}
        />
        <Aside>Banks usually take 5 to 10 days to show a refund.</Aside>
        <Action href={`${head.appUrl}/${placeOf(data.items)}`}>View your {placeOf(data.items)}</Action>
      </>
    );
  },
};
