import { Action, Aside, Facts, Paragraph, PlainLink, Title } from './parts.js';
import type { Template } from './template.js';
import { money } from './words.js';

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
