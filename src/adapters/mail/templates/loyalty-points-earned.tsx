import { Action, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { count } from './words.js';

export const loyaltyPointsEarned: Template<'loyalty_points_earned'> = {
  subject: (data, head) => `You earned ${count(data.points)} points at ${head.businessName}`,
  preview: (data) => `For your payment of invoice ${data.invoice_number}.`,
  body: (data, extras, head) => (
    <>
      <Title>You earned {count(data.points)} points</Title>
      <Paragraph>Hello {data.name}, thank you for paying invoice {data.invoice_number}.</Paragraph>
      <Facts
        facts={[
          { name: 'Points earned', value: count(data.points), strong: true },
          ...(extras.points_balance === undefined ? [] : [{ name: 'Your balance now', value: count(extras.points_balance) }]),
        ]}
      />
      <Action href={head.appUrl}>Go to your account</Action>
    </>
  ),
};
