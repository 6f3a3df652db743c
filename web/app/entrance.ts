import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { answerSecondStep } from '../api.js';
import { forgetVisitor, meQuery } from './session.js';

/** What a way in comes to: a session in the cookies, or the question for the second factor. */
interface Entered {
  challenge_token?: string;
}

/**
 * A way in by `enter`. With two factors it stops at `challenge`, which `answer` goes on from; then whoever was signed
 * in here is forgotten, and the new one taken to `to`, or home.
 */
export function useEntrance<Typed = void>(enter: (typed: Typed) => Promise<Entered>, to?: string) {
  const [challenge, setChallenge] = useState<string>();
  const arrive = useArrival(to);
  const first = useMutation({
    mutationFn: enter,
    onSuccess: async ({ challenge_token: token }) => {
      if (token === undefined) await arrive();
      else setChallenge(token);
    },
  });
  const second = useMutation({ mutationFn: (code: string) => answerSecondStep(challenge ?? '', code), onSuccess: arrive });
  const startAgain = () => {
    setChallenge(undefined);
    first.reset();
    second.reset();
  };
  return { first, second, challenge, startAgain };
}

export type SecondStepState = Pick<ReturnType<typeof useEntrance>, 'second' | 'startAgain'>;

function useArrival(to: string | undefined) {
  const queries = useQueryClient();
  const router = useRouter();
  return async () => {
    forgetVisitor(queries);
    await queries.fetchQuery(meQuery);
    await router.navigate({ href: router.history.createHref(`/app${to ?? '/'}`), replace: true });
  };
}
