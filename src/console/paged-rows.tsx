/** Rows that come page by page: a sign of waiting, what went wrong, what is there, and the way to more. */
import { Button, Skeleton } from '@mantine/core';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { ask } from './fetch-api.ts';
import { ProblemNote } from './problem-note.tsx';

type RowPage<T> = { readonly items: readonly T[]; readonly next: number | null };

type Props<T> = {
  readonly queryKey: readonly unknown[];
  /** The address of a page; null is the first one. */
  readonly pathOf: (place: number | null) => string;
  readonly answer: z.ZodType<RowPage<T>>;
  /** Asked for again so often. */
  readonly everyMs?: number;
  readonly children: (rows: readonly T[]) => ReactNode;
};

export function PagedRows<T>({ queryKey, pathOf, answer, everyMs, children }: Props<T>) {
  const rows = useInfiniteQuery<
    RowPage<T>,
    Error,
    InfiniteData<RowPage<T>>,
    readonly unknown[],
    number | null
  >({
    queryKey,
    initialPageParam: null,
    refetchInterval: everyMs ?? false,
    queryFn: ({ pageParam, signal }) => ask(pathOf(pageParam), answer, signal),
    getNextPageParam: (page) => page.next,
  });
  return (
    <>
      {rows.isPending && <Skeleton height={160} aria-busy="true" />}
      {rows.data && children(rows.data.pages.flatMap((page) => page.items))}
      {/* Below them: what is there already is being read. */}
      {rows.isError && <ProblemNote error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

/** What narrows a page's rows, kept in the address: an empty value is taken out of it. */
export function useAddressFilters(): [URLSearchParams, (name: string, value: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  return [params, set];
}
