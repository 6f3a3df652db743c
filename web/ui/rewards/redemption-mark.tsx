import type { Redemption } from '../../wire.js';
import { StatusMark, type Tone } from '../status-mark.js';

const marks: Readonly<Record<Redemption['status'], readonly [Tone, string]>> = {
  pending: ['waiting', 'To hand out'], fulfilled: ['good', 'Handed out'], cancelled: ['quiet', 'Points given back'],
};

/** `waits`: what a reward that was not handed out yet is called. */
export function RedemptionMark({ redemption, waits = marks.pending[1] }: { redemption: Redemption; waits?: string }) {
  const [tone, word] = marks[redemption.status];
  return <StatusMark tone={tone}>{redemption.status === 'pending' ? waits : word}</StatusMark>;
}
