import { useMutation, useQueryClient } from '@tanstack/react-query';
import { givePointsBack, handOut } from '../../../api-rewards.js';
import { ApiError } from '../../../client.js';
import type { Redemption } from '../../../wire.js';

type Deed = 'handOut' | 'giveBack';
interface Decision {
  deed: Deed;
  redemption: Redemption;
}

const deeds: Readonly<Record<Deed, (id: string) => Promise<Redemption>>> = { handOut, giveBack: givePointsBack };

export type Decide = ReturnType<typeof useDecision>;

/** Hands out or gives back. The list holds it, not the row: the row is gone by the time there is something to say of it. */
export function useDecision() {
  const queries = useQueryClient();
  const { mutateAsync, variables, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: ({ deed, redemption }: Decision) => deeds[deed](redemption.id),
    // Whatever was refused, somebody else may have decided it meanwhile.
    onSettled: () => Promise.all(['redemptions', 'points', 'customer'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
  return {
    decide: mutateAsync,
    busy: isPending,
    busyWith: isPending ? variables : undefined,
    done: isSuccess ? doneOf(variables) : undefined,
    refused: error && variables ? { what: nameOf(variables.redemption), why: whyOf(error) } : undefined,
    dismiss: reset,
  };
}

export const nameOf = ({ reward, customer }: Redemption): string => `${reward.name} for ${customer.name}`;

function doneOf({ deed, redemption: { reward, customer, points } }: Decision): string {
  return deed === 'handOut' ? `${reward.name} was handed out to ${customer.name}` : `${points.toLocaleString('en-US')} points went back to ${customer.name}`;
}

const decidedAs: Readonly<Record<string, string>> = { fulfilled: 'It was handed out before', cancelled: 'Its points were given back before' };

function whyOf(error: Error): string {
  const state = error instanceof ApiError && error.code === 'redemption_decided' ? error.details['state'] : undefined;
  return (typeof state === 'string' && decidedAs[state]) || error.message;
}
