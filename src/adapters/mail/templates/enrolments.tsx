import { Link } from '@react-email/link';
import { Action, Aside, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { palette } from './theme.js';
import { instant, money } from './words.js';

export const enrolmentConfirmed: Template<'enrolment_confirmed'> = {
  subject: (data) => `You are enrolled: ${data.program_title} (${data.order_number})`,
  preview: (data) => `Your place in ${data.program_title} is yours.`,
  body: (data, _extras, head) => (
    <>
      <Title>You are enrolled in {data.program_title}</Title>
      <Paragraph>Hello {data.name}, thank you for your order. Your place is yours from now on.</Paragraph>
      <Facts
        facts={[
          { name: 'Order', value: data.order_number },
          { name: 'Date', value: instant(data.purchased_at, head.timeZone) },
          { name: 'Program', value: data.program_title },
          ...(data.program_type === data.program_title ? [] : [{ name: 'Kind', value: data.program_type }]),
          { name: 'Full price', value: money(data.full_price, data.currency) },
          ...(data.class_rep_discount === null ? [] : [{ name: 'Class representative', value: `−${money(data.class_rep_discount, data.currency)}` }]),
          ...(data.early_bird_discount === null ? [] : [{ name: 'Early bird', value: `−${money(data.early_bird_discount, data.currency)}` }]),
          { name: Number(data.amount) === 0 ? 'Nothing to pay' : 'Paid', value: money(data.amount, data.currency), strong: true },
        ]}
      />
      <Action href={`${head.appUrl}/purchases/${data.purchase_id}/receipt`}>View your receipt</Action>
      <Paragraph>What happens next: sign in and open <Link className="link" href={`${head.appUrl}/programs/${data.program_id}`} style={{ color: palette.accent, textDecoration: 'underline' }}>the program’s page</Link>. Everything about it is there from now on, and under “My programs”.</Paragraph>
      <Aside>{head.supportEmail === null ? 'If anything is not right, answer this letter.' : `If anything is not right, write to ${head.supportEmail} and name your order.`}</Aside>
    </>
  ),
};

export const enrolmentRefunded: Template<'enrolment_refunded'> = {
  subject: (data) => `Refund of ${money(data.amount, data.currency)} for order ${data.order_number}`,
  preview: (data) => `${money(data.amount, data.currency)} is on its way back to you.`,
  body: (data, _extras, head) => (
    <>
      <Title>We refunded {money(data.amount, data.currency)}</Title>
      <Paragraph>
        Hello {data.name}, {data.cause === 'no_place'
          ? `your card was charged for order ${data.order_number}, but there was no place for it any more: you are enrolled in ${data.program_title} already, or it filled up. You need not do anything, all of it goes back.`
          : `your payment for ${data.program_title} has been refunded.`}
      </Paragraph>
      <Facts
        facts={[
          { name: 'Amount refunded', value: money(data.amount, data.currency), strong: true },
          { name: 'Order', value: data.order_number },
          { name: 'Program', value: data.program_title },
          ...(data.reason === null ? [] : [{ name: 'Reason', value: data.reason }]),
        ]}
      />
      {data.cause === 'refunded' && <Paragraph>{data.access_ended ? 'Your place in the program has ended with it.' : 'Your place in the program stays yours.'}</Paragraph>}
      <Aside>Banks usually take 5 to 10 days to show a refund.{head.supportEmail === null ? '' : ` Questions? Write to ${head.supportEmail}.`}</Aside>
      <Action href={`${head.appUrl}/purchases`}>View your programs</Action>
    </>
  ),
};
