import { Alert, Anchor, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconClock, IconInfoCircle } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ProposalText, PublicProposal } from '../../wire.js';
import { Day } from '../day.js';
import { formatMoney, Money } from '../money.js';
import { PayHere } from '../pay/pay-here.js';
import { StatusMark, type Tone } from '../status-mark.js';

/** What was decided, or why nothing can be decided any more. */
export function Decided({ status, offer, to = 'customer' }: { status: PublicProposal['status']; offer: ProposalText; to?: 'customer' | 'business' }) {
  const { decision } = offer;
  if (status === 'expired') {
    return <Alert color="gray" variant="light" icon={<IconClock aria-hidden />} title="This offer has expired"><Text size="sm">It was valid until <Day value={offer.valid_until} time />.{to === 'customer' && ' Ask us for a new one if you are still interested.'}</Text></Alert>;
  }
  if (!decision) return null;
  const by = decision.on_behalf ? <>entered by {decision.signer_name} in {to === 'customer' ? 'your' : 'the customer’s'} name</> : <>by {decision.signer_name}</>;
  if (decision.decision === 'rejected') {
    return (
      <Alert color="gray" variant="light" icon={<IconInfoCircle aria-hidden />} title="This offer was declined">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}><Day value={decision.decided_at} time />, {by}.{decision.note !== null && <> “{decision.note}”</>}</Text>
      </Alert>
    );
  }
  return (
    <Alert color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title={to === 'customer' ? 'Thank you: this offer is accepted' : 'This offer was accepted'}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}><Day value={decision.decided_at} time />, {by}.{decision.note !== null && <> “{decision.note}”</>}</Text>
    </Alert>
  );
}

interface PayFirstProps {
  offer: ProposalText;
  openKey: readonly unknown[];
  pay: (consent: boolean) => Promise<{ client_secret: string }>;
  returnUrl: string;
  onDone: () => Promise<unknown>;
}

/** The first invoice that is owed, payable on the spot; with one click the card may stay for the later ones. */
export function PayFirst(props: PayFirstProps) {
  const { owed } = props.offer;
  if (owed) return <Pay key={owed.invoice_number} {...props} owed={owed} />;
  if (props.offer.invoices.every(({ amount_due: due }) => due === 0)) return null;
  return <Alert color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title="Nothing is to be paid now"><Text size="sm">The next stage has its day below. You can pay it earlier behind its number.</Text></Alert>;
}

/** Begins with what was said when the offer was accepted. */
function Pay({ offer, owed, openKey, pay, returnUrl, onDone }: PayFirstProps & { owed: NonNullable<ProposalText['owed']> }) {
  const [consent, setConsent] = useState(offer.decision?.charge_consent ?? false);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="pay">
      <Title order={2} id="pay" mb={4}>{owed.wait ? 'Payment under way' : 'Pay the next invoice'}</Title>
      <Text fz={28} fw={700} mb="md"><Money amount={owed.amount} currency={offer.currency} code /></Text>
      {owed.wait ? (
        <Text aria-live="polite">The bank has not answered yet. This page looks again by itself.</Text>
      ) : (
        <Stack gap="md">
          {owed.more && <Checkbox checked={consent} onChange={(event) => setConsent(event.currentTarget.checked)} label="Save this card for the later stages" description={offer.consent_text} />}
          <PayHere label={`Pay ${formatMoney(owed.amount, offer.currency)}`} open={() => pay(consent)} openKey={[...openKey, owed.invoice_number, owed.amount, consent]} returnUrl={returnUrl} onDone={onDone} />
        </Stack>
      )}
    </Paper>
  );
}

const words: Record<ProposalText['invoices'][number]['status'], { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'quiet' },
  pending: { label: 'Open', tone: 'waiting' },
  overdue: { label: 'Overdue', tone: 'bad' },
  paid: { label: 'Paid', tone: 'good' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

/** What the stages became. `to` makes the link of each. */
export function StageInvoices({ offer, name }: { offer: ProposalText; name: (invoice: ProposalText['invoices'][number]) => ReactNode }) {
  if (offer.invoices.length === 0) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="stages">
      <Title order={2} id="stages" mb="sm">Invoices</Title>
      <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {offer.invoices.map((invoice) => {
          const { label, tone } = words[invoice.status];
          return (
            <Group key={invoice.id} component="li" justify="space-between" align="flex-start" gap="sm" py="sm" style={{ borderTop: '1px solid var(--pd-line)' }}>
              <div style={{ minWidth: 0, flex: 1 }}>
                <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{invoice.milestone ?? invoice.invoice_number}</Text>
                <Text size="sm" c="dimmed">
                  {name(invoice)}{invoice.status !== 'paid' && invoice.status !== 'cancelled' && <>, due <Day value={invoice.due_date} /></>}
                </Text>
                {invoice.auto_charge && invoice.amount_due > 0 && <Text size="sm" c="dimmed">Charged to the saved card on its day</Text>}
              </div>
              <Stack gap={4} align="flex-end">
                <Money amount={invoice.total} currency={offer.currency} fw={600} />
                <StatusMark tone={tone}>{label}</StatusMark>
              </Stack>
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}

/** Behind a mailed link each invoice has a page of its own as well. */
export function LinkedInvoice({ invoice }: { invoice: ProposalText['invoices'][number] }) {
  return <Anchor href={`/app/p/${invoice.token}`} size="sm" underline="always">{invoice.invoice_number}</Anchor>;
}
