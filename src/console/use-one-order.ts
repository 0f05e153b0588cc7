/** An order that is not begun again before its answer is there. */
import { type MutateOptions, type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { problemOf } from './fetch-api.ts';
import { useIsLive } from './is-live.ts';

/**
 * What a screen knows of a mutation is as old as its last drawing: Enter pressed twice would find it idle twice. `mutate` does nothing
 * while one is under way. That the server could not be reached is no longer said once it can be.
 */
export function useOneOrder<Answer, Order>(
  options: Pick<UseMutationOptions<Answer, Error, Order>, 'mutationFn' | 'onSuccess'>,
) {
  const underWay = useRef(false);
  const mutation = useMutation({
    ...options,
    onSettled: () => {
      underWay.current = false;
    },
  });
  const live = useIsLive();
  const onLive = useEffectEvent(() => {
    if (mutation.isError && problemOf(mutation.error).status === 0) mutation.reset();
  });
  useEffect(() => {
    if (live) onLive();
  }, [live]);
  const mutate = (order: Order, more: MutateOptions<Answer, Error, Order> = {}): void => {
    if (underWay.current) return;
    underWay.current = true;
    mutation.mutate(order, more);
  };
  return { ...mutation, mutate };
}
