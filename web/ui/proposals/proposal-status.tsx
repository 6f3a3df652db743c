import type { PublicProposal } from '../../wire.js';
import { StatusMark, type Tone } from '../status-mark.js';

const words: Record<PublicProposal['status'], { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'quiet' },
  sent: { label: 'To decide', tone: 'waiting' },
  accepted: { label: 'Accepted', tone: 'good' },
  rejected: { label: 'Declined', tone: 'bad' },
  expired: { label: 'Expired', tone: 'quiet' },
  withdrawn: { label: 'Withdrawn', tone: 'quiet' },
};

/** Whoever sent it waits for the other side to decide. */
export function ProposalStatus({ status, office = false }: { status: PublicProposal['status']; office?: boolean }) {
  const { label, tone } = office && status === 'sent' ? { label: 'Sent', tone: 'waiting' as const } : words[status];
  return <StatusMark tone={tone}>{label}</StatusMark>;
}
