/** Holding an alert: taking it, saying that its tab is still open, keeping, giving away and taking over. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ACCOUNT_PATHS, colleagueList } from '../../model/account-api.ts';
import { type AlertFilters, alertFilters } from '../../model/api.ts';
import {
  CLAIM_PATHS,
  type Claim,
  type ClaimNextRequest,
  claim,
  claimList,
  claimNextAnswer,
} from '../../model/claim-api.ts';
import { ask, command, order, pathOf, withQuery } from '../fetch-api.ts';
import { alertOptions } from './alert-queries.ts';

export type ClaimOrder =
  /** `quietly`: nobody asked for it, so that nobody is told when it fails; whoever loses the claim sees it on the alert. */
  | { readonly kind: 'claim'; readonly quietly?: boolean }
  | { readonly kind: 'hold'; readonly hours: number; readonly note: string | null }
  | { readonly kind: 'hand-over'; readonly to: string; readonly note: string | null }
  | { readonly kind: 'take-over'; readonly reason: string };

const PATHS: Readonly<Record<ClaimOrder['kind'], string>> = {
  claim: CLAIM_PATHS.claim,
  hold: CLAIM_PATHS.hold,
  'hand-over': CLAIM_PATHS.handOver,
  'take-over': CLAIM_PATHS.takeOver,
};

/** The answer of the last order is the state of the claim, its seconds counted by the server. */
export function useClaimOrder(alert: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ kind, ...body }: ClaimOrder) => {
      await leaving.get(alert);
      return order(claim, { path: pathOf(PATHS[kind], alert), body: kind === 'claim' ? undefined : body });
    },
    onSuccess: (held) => noteClaim(client, alert, held),
    // Somebody else has it, or it is decided: the alert as it is now says so.
    onError: () => void client.invalidateQueries({ queryKey: alertOptions(alert).queryKey }),
  });
}

export function useRelease(alert: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => release(alert),
    onSuccess: () => noteClaim(client, alert, null),
  });
}

/** Releases that are not answered yet. One that came in behind the claim of who is back at once would undo it. */
const leaving = new Map<number, Promise<void>>();

/** Also when the tab is being closed. */
export function release(alert: number): Promise<null> {
  const answer = command({ method: 'DELETE', path: pathOf(CLAIM_PATHS.claim, alert), keepalive: true });
  const left = answer.then(
    () => undefined,
    () => undefined,
  );
  leaving.set(alert, left);
  void left.then(() => {
    if (leaving.get(alert) === left) leaving.delete(alert);
  });
  return answer;
}

export function noteClaim(client: QueryClient, alert: number, held: Claim | null): void {
  // What was asked for before would bring back what was.
  void client.cancelQueries({ queryKey: alertOptions(alert).queryKey });
  const row = held && { by: held.by, kind: held.kind, expiresAt: held.expiresAt };
  client.setQueryData(alertOptions(alert).queryKey, (detail) => detail && { ...detail, claim: row });
}

/** Of a view, what narrows the queue. */
const FILTERS = alertFilters.omit({ assignee: true, outcome: true }).strip();

/** As many as the interface takes. */
const MOST_SKIPPED = 2000;

/** null: nothing is left that nobody holds. */
export async function takeNext(
  queue: ClaimNextRequest['queue'],
  filters: AlertFilters,
  skip: readonly number[],
): Promise<number | null> {
  const narrowed = FILTERS.parse(filters);
  const body = { queue, filters: narrowed, skip: skip.slice(-MOST_SKIPPED) };
  const { claim: held } = await order(claimNextAnswer, { path: CLAIM_PATHS.next, body });
  return held?.alert ?? null;
}

/** What the holder of an alert wrote on the claim, such as why it was taken over; asked when there is a holder. */
export function useClaimNote(alert: number, holder: string | null) {
  return useQuery({
    queryKey: ['claim-note', alert, holder],
    enabled: holder !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const path = withQuery(CLAIM_PATHS.claims, { of: 'all', alert: String(alert) });
      const { items } = await ask(path, claimList, signal);
      return items.find((each) => each.alert === alert && each.by === holder)?.note ?? null;
    },
  });
}

export function useColleagues(wanted: boolean) {
  return useQuery({
    queryKey: ['colleagues'],
    enabled: wanted,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await ask(ACCOUNT_PATHS.colleagues, colleagueList, signal)).items,
  });
}
