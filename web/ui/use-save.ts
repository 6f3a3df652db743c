import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';

/** Saves what a form wishes (nothing while it makes no sense). What is said of it holds until something else is typed. */
export function useSave<Wish, Answer>(wish: Wish | undefined, carryOut: (wish: Wish) => Promise<Answer>, onSuccess: (answer: Answer) => unknown) {
  const { mutate, isPending, isSuccess, error, variables } = useMutation({ mutationFn: carryOut, onSuccess });
  const told = JSON.stringify(variables) === JSON.stringify(wish);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish !== undefined && !isPending) mutate(wish);
  };
  return { submit, busy: isPending, saved: told && isSuccess, error: told ? error : null };
}
