/** The answer to a question: a sign of waiting, what went wrong, or what is drawn of it. */
import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNote } from './problem-note.tsx';

type Props<T> = { readonly of: UseQueryResult<T>; readonly children: (data: T) => ReactNode };

/** What was known before stays on the screen while it is asked for again. */
export function Answer<T>({ of, children }: Props<T>) {
  if (of.data !== undefined) return children(of.data);
  if (of.isError) return <ProblemNote error={of.error} onRetry={() => void of.refetch()} />;
  return (
    <div className="stack" aria-busy="true">
      <Skeleton height={26} width="40%" />
      <Skeleton height={160} />
    </div>
  );
}
