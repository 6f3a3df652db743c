import { Action, Aside, Facts, Paragraph, PlainLink, Title } from './parts.js';
import type { Template } from './template.js';
import { card, day, failureReason, money } from './words.js';

export const creditsLow: Template<'credits_low'> = {
  subject: (data, head) => `${money(data.amount, data.currency)} of your credits at ${head.businessName} are left`,
  preview: (data) => `That is less than ${money(data.threshold, data.currency)}.`,
  body: (data, _extras, head) => (
    <>
      <Title>Your credits are running low</Title>
      <Paragraph>Hello {data.name}, after what you used just now, less than {money(data.threshold, data.currency)} of your prepaid credits are left.</Paragraph>
      <Facts facts={[{ name: 'Left', value: money(data.amount, data.currency), strong: true }]} />
      <Action href={`${head.appUrl}/credits`}>Buy credits</Action>
      <PlainLink href={`${head.appUrl}/credits`} />
      <Aside>You get this letter once, and again only after there was more. When, or whether at all, you decide on the same page.</Aside>
    </>
  ),
};

export const topUpFailed: Template<'top_up_failed'> = {
  subject: (data) => (NEEDS_HOLDER.has(data.failure_code) ? `Your bank asks you to confirm: ${data.package}` : data.next_on === null ? 'Your automatic top-up is switched off' : 'Your automatic top-up was declined'),
  preview: (data) => (data.next_on === null ? 'Nothing was charged, and nothing will be by itself.' : `Nothing was charged. We try again on ${day(data.next_on)}.`),
  body: (data, _extras, head) => {
    const used = card(null, data.card_last4);
    const needsHolder = NEEDS_HOLDER.has(data.failure_code);
    return (
      <>
        <Title>{needsHolder ? 'Your bank asks you to confirm' : 'Your credits could not be topped up'}</Title>
        <Paragraph>
          Hello {data.name}, your credits fell below the amount at which you let us buy {data.package} with your card. {topUpReason(data.failure_code)} Nothing was charged.
        </Paragraph>
        <Paragraph>
          {needsHolder ? 'Buy the package yourself with the button below, and follow your bank’s instructions. ' : ''}
          {data.next_on === null ? 'The automatic top-up is switched off; you can switch it on again on the same page.' : `We will try again on ${day(data.next_on)}, if too little is left then.`}
        </Paragraph>
        <Facts facts={[{ name: data.package, value: money(data.amount, data.currency), strong: true }, ...(used === null ? [] : [{ name: 'Card', value: used }])]} />
        <Action href={`${head.appUrl}/credits`}>{needsHolder ? 'Buy and confirm' : 'Open your credits'}</Action>
        <PlainLink href={`${head.appUrl}/credits`} />
      </>
    );
  },
};

const NEEDS_HOLDER: ReadonlySet<string> = new Set(['authentication_required', 'payment_intent_authentication_failure']);

function topUpReason(code: string): string {
  if (code === 'card_gone') return 'The card you allowed is not saved any more.';
  return code === 'package_gone' ? 'The package is not sold any more as you allowed it.' : failureReason(code);
}
