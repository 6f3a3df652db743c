import { Text } from '@mantine/core';
import { Day } from '../day.js';
import { StatusMark, type Tone } from '../status-mark.js';
import type { Pursuit, Recurring } from '../../wire.js';

const rhythms: Readonly<Record<Recurring['frequency'], string>> = { monthly: 'Every month', quarterly: 'Every quarter', annual: 'Every year', one_time: 'Nothing recurs' };

/** "Every month on day 31". */
export const rhythmOf = ({ frequency, billing_day: day }: Recurring) => (frequency === 'one_time' ? rhythms.one_time : `${rhythms[frequency]}, on day ${day}${day > 28 ? ' or the last' : ''}`);

const reasons = new Map([
  ['authentication_required', 'the bank asks its holder'],
  ['insufficient_funds', 'not enough funds'],
  ['expired_card', 'the card has expired'],
  ['incorrect_cvc', 'the security code was not right'],
  ['processing_error', 'the bank could not process it'],
]);

/** Why a charge did not go through, for people. */
export const failureWords = (code: string) => reasons.get(code) ?? 'declined by the bank';

const marks: Readonly<Record<Pursuit['state'], readonly [Tone, string]>> = {
  waiting: ['waiting', 'Planned'], charging: ['waiting', 'Being charged'], action_needed: ['bad', 'Bank asks holder'], exhausted: ['bad', 'Given up'], stopped: ['quiet', 'Stopped'], done: ['good', 'Done'],
};

export function PursuitMark({ pursuit }: { pursuit: Pursuit }) {
  const [tone, word] = pursuit.state === 'waiting' && pursuit.last_failure !== null ? (['bad', 'Declined'] as const) : marks[pursuit.state];
  return <StatusMark tone={tone}>{word}</StatusMark>;
}

/** What was done about it and what comes next. */
export function PursuitStory({ pursuit }: { pursuit: Pursuit }) {
  return (
    <Text size="sm" c="dimmed">
      {done(pursuit)}
      {pursuit.state !== 'stopped' && <Next pursuit={pursuit} />}
    </Text>
  );
}

function done({ attempts, reminders, last_failure: failure, charges }: Pursuit): string {
  const tried = attempts === 0 ? [] : [`Tried ${times(attempts)}: ${failureWords(failure ?? '')}.`];
  const told = reminders === 0 ? [] : [`Reminded ${times(reminders)}.`];
  const words = [...tried, ...told];
  return words.length > 0 ? `${words.join(' ')} ` : charges ? 'Card allowed. ' : 'No card allowed. ';
}

function Next({ pursuit: { next_on: on, state, charges } }: { pursuit: Pursuit }) {
  if (on === null) return <>Nothing more happens by itself.</>;
  if (state === 'charging') return <>Waiting for the processor’s answer.</>;
  return <>{state === 'action_needed' ? 'Asked again' : charges ? 'Charged next' : 'Reminded next'} on <Day value={on} />.</>;
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
