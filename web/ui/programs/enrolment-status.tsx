import { StatusMark, type Tone } from '../status-mark.js';
import type { Enrolment } from '../../wire.js';

const marks: Record<Enrolment['status'], { tone: Tone; word: string }> = {
  completed: { tone: 'good', word: 'Enrolled' },
  pending: { tone: 'waiting', word: 'Not paid yet' },
  failed: { tone: 'bad', word: 'Payment failed' },
  refunded: { tone: 'quiet', word: 'Refunded' },
};

export function EnrolmentStatus({ enrolment }: { enrolment: Pick<Enrolment, 'status' | 'disputed' | 'refund_failed'> }) {
  if (enrolment.status === 'completed' && enrolment.disputed) return <StatusMark tone="bad">Disputed</StatusMark>;
  if (enrolment.refund_failed) return <StatusMark tone="bad">Refund failed</StatusMark>;
  const { tone, word } = marks[enrolment.status];
  return <StatusMark tone={tone}>{word}</StatusMark>;
}
