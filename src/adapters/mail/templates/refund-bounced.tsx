import { Action, Aside, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { card, money } from './words.js';

export const refundBounced: Template<'refund_bounced'> = {
  subject: (data, head) => `Your refund of ${money(data.amount, data.currency)} from ${head.businessName} came back`,
  preview: (data) => `Your bank did not take it. The ${money(data.amount, data.currency)} are your credit with us.`,
  body: (data, _extras, head) => {
    const sentTo = card(null, data.card_last4);
    return (
      <>
        <Title>Your refund came back to us</Title>
        <Paragraph>
          Hello {data.name}, your bank did not take the refund of {money(data.amount, data.currency)} and sent it back, as banks do when a card was
          closed. We keep it for you as credit: it pays your next invoice by itself.
        </Paragraph>
        <Facts
          facts={[
            { name: 'Your credit', value: money(data.amount, data.currency), strong: true },
            ...(sentTo === null ? [] : [{ name: 'Was sent to', value: sentTo }]),
            { name: 'Payment', value: data.payment_id },
          ]}
        />
        <Aside>If you would rather have it sent elsewhere, please tell us.</Aside>
        <Action href={`${head.appUrl}/payments/${data.payment_id}`}>View the payment</Action>
      </>
    );
  },
};
