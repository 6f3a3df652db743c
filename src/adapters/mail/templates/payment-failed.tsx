import { Action, Aside, Facts, namesOf, Paragraph, placeOf, Title } from './parts.js';
import type { Template } from './template.js';
import { card, failureReason, money } from './words.js';

export const paymentFailed: Template<'payment_failed'> = {
  subject: (data, head) => `Your payment of ${money(data.amount, data.currency)} to ${head.businessName} did not go through`,
  preview: () => 'Nothing was charged. You can try again with the same or another card.',
  body: (data, _extras, head) => {
    const what = namesOf(data.items);
    const used = card(null, data.card_last4);
    return (
      <>
        <Title>Your payment did not go through</Title>
        <Paragraph>Hello {data.name}, we could not take your payment{what === null ? '' : ` for ${what}`}. {failureReason(data.failure_code)} Nothing was charged.</Paragraph>
        <Facts facts={[{ name: 'Amount', value: money(data.amount, data.currency), strong: true }, ...(used === null ? [] : [{ name: 'Tried with', value: used }])]} />
        <Action href={`${head.appUrl}/${placeOf(data.items)}`}>Try again</Action>
        <Aside>If you have paid since, you need not do anything.</Aside>
      </>
    );
  },
};
