import { Action, Facts, namesOf, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { money } from './words.js';

export const refundFailed: Template<'refund_failed'> = {
  subject: (data) => `A refund of ${money(data.amount, data.currency)} failed`,
  preview: () => 'The money is still with you. Please refund it by hand.',
  body: (data, _extras, head) => {
    const what = namesOf(data.items);
    const enrolment = data.items.some(({ kind }) => kind === 'program');
    return (
      <>
        <Title>A refund failed</Title>
        <Paragraph>
          Hello {data.name}, {money(data.amount, data.currency)} should have gone back{what === null ? '' : ` for ${what}`}, and did not. The money is still with
          you, and whoever paid it does not know. Please see that your balance at the processor is high enough, and refund it by hand.
        </Paragraph>
        <Facts
          facts={[
            { name: 'Refund', value: money(data.amount, data.currency), strong: true },
            ...(data.customer_name === null ? [] : [{ name: 'Customer', value: data.customer_name }]),
            { name: 'The processor says', value: data.failure_code ?? 'Nothing' },
            { name: 'Payment', value: data.payment_id },
          ]}
        />
        <Action href={enrolment ? `${head.appUrl}/enrolments` : `${head.appUrl}/payments/${data.payment_id}`}>{enrolment ? 'Open the enrolments' : 'Open the payment'}</Action>
      </>
    );
  },
};
