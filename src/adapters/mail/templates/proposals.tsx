import type { Letterhead } from '../../../core/ports/letters.js';
import { Action, Aside, Facts, Paragraph, PlainLink, Title } from './parts.js';
import { linkOf, type Template } from './template.js';
import { instant, money } from './words.js';

export const proposalSent: Template<'proposal_sent'> = {
  subject: (data, head) => (data.changed ? `Changed: ${data.title}, an offer from ${head.businessName}` : `${data.title}: an offer from ${head.businessName}`),
  preview: (data) => `${money(data.amount, data.currency)} plus tax. Read it, and accept or decline it on one page.`,
  body: (data, extras, head) => (
    <>
      <Title>{data.changed ? 'Our offer has changed' : 'We have an offer for you'}</Title>
      <Paragraph>
        {data.changed
          ? `Hello ${data.name}, our offer “${data.title}” says something else now. Please read it again: what you have seen before can no longer be accepted.`
          : `Hello ${data.name}, here is our offer “${data.title}”. You can read it, accept it or decline it on one page; you need no account for that.`}
      </Paragraph>
      <Facts
        facts={[
          { name: 'Offer', value: data.title },
          { name: 'Total before tax', value: money(data.amount, data.currency), strong: true },
          ...(data.monthly === null ? [] : [{ name: 'Every month from acceptance', value: money(data.monthly, data.currency) }]),
          ...(data.valid_until === null ? [] : [{ name: 'Valid until', value: instant(data.valid_until, head.timeZone) }]),
        ]}
      />
      <Action href={linkOf(extras)}>Read the offer</Action>
      <PlainLink href={linkOf(extras)} />
      <Aside>Whoever has this link can read the offer and decide about it. Please pass it on only to people who may.</Aside>
    </>
  ),
};

export const proposalAccepted: Template<'proposal_accepted'> = {
  subject: (data, head) => (data.to_business ? `Accepted: ${data.title} (${data.customer_name})` : `You accepted ${data.title} from ${head.businessName}`),
  preview: (data) => `${money(data.amount, data.currency)} plus tax, accepted by ${data.signer_name ?? data.customer_name}.`,
  body: (data, extras, head) => (
    <>
      <Title>{data.to_business ? 'An offer was accepted' : 'Thank you for your trust'}</Title>
      <Paragraph>{data.to_business ? `Hello ${data.name}, ${data.customer_name} accepted “${data.title}”.` : greeting(data.name, data.on_behalf, data.title, head)}</Paragraph>
      <Facts facts={decisionFacts(data, head)} />
      <Action href={data.to_business ? inConsole(head, data.proposal_id) : linkOf(extras)}>{data.to_business ? 'Open the offer' : 'See the offer and its payments'}</Action>
      {!data.to_business && data.on_behalf && <Aside>If you did not agree to this, please answer this letter at once.</Aside>}
    </>
  ),
};

export const proposalRejected: Template<'proposal_rejected'> = {
  subject: (data) => `Declined: ${data.title} (${data.customer_name})`,
  preview: (data) => data.reason ?? 'No reason was given.',
  body: (data, _extras, head) => (
    <>
      <Title>An offer was declined</Title>
      <Paragraph>Hello {data.name}, {data.customer_name} declined “{data.title}”.</Paragraph>
      <Facts facts={[...decisionFacts(data, head), { name: 'Reason', value: data.reason ?? 'None was given' }]} />
      <Action href={inConsole(head, data.proposal_id)}>Open the offer</Action>
    </>
  ),
};

function greeting(name: string, onBehalf: boolean, title: string, head: Letterhead): string {
  return onBehalf ? `Hello ${name}, as you agreed with ${head.businessName}, the offer “${title}” was accepted in your name.` : `Hello ${name}, this confirms that you accepted our offer “${title}”.`;
}

function decisionFacts(data: { readonly title: string; readonly signer_name: string | null; readonly on_behalf: boolean; readonly decided_at: string; readonly amount: string; readonly currency: string; readonly document_hash: string }, head: Letterhead) {
  return [
    { name: 'Offer', value: data.title },
    { name: 'Total before tax', value: money(data.amount, data.currency), strong: true },
    { name: data.on_behalf ? 'Entered by' : 'Decided by', value: data.signer_name ?? '–' },
    { name: 'On', value: instant(data.decided_at, head.timeZone) },
    { name: 'Document', value: data.document_hash.slice(0, 16) },
  ];
}

function inConsole(head: Letterhead, proposalId: string): string {
  return `${head.appUrl}/admin/proposals/${encodeURIComponent(proposalId)}`;
}
