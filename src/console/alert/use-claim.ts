/** The claim of the alert on the screen: taken when it opens, prolonged while its tab is open, released when it closes. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { AlertDetail } from '../../model/api.ts';
import type { Claim } from '../../model/claim-api.ts';
import { useMay, useSignedIn } from '../signed-in.ts';
import { type ClaimOrder, release, useClaimNote, useClaimOrder, useRelease } from './claim-queries.ts';

/** Well within the ten minutes of a claim, also where a browser slows the timers of hidden tabs. */
const BEAT_MS = 3 * 60_000;

export type Holding = {
  /** free: nobody holds it; closed: it waits for nobody, or not for this person. */
  readonly state: 'mine' | 'other' | 'free' | 'closed';
  readonly claim: AlertDetail['claim'];
  /** What stands on the claim: of one's own what colleagues wrote, of another's why they hold it or took it over. */
  readonly note: string | null;
  /** Of one's own claim: when it ends by this computer's running time. */
  readonly deadline: number | null;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly order: (order: ClaimOrder, then?: () => void) => void;
  readonly release: () => void;
};

export function useClaim(alert: AlertDetail): Holding {
  const { name } = useSignedIn();
  const claimable = useClaimable(alert);
  const order = useClaimOrder(alert.id);
  const releasing = useRelease(alert.id);
  const { claim } = alert;
  const mine = claim !== null && claim.by === name;
  const state = !claimable ? 'closed' : claim === null ? 'free' : mine ? 'mine' : 'other';
  const others = useClaimNote(alert.id, state === 'other' && claim !== null ? claim.by : null);
  const deadline = useDeadline(order.data);
  const quiet = order.variables?.kind === 'claim' && order.variables.quietly === true;
  const handed = state === 'mine' && claim?.kind === 'handed';
  const onOpen = useEffectEvent(() => {
    if (state === 'free' || (state === 'mine' && claim?.kind === 'open')) order.mutate({ kind: 'claim' });
  });
  // Also while it is on the screen already: what its colleague wrote comes with the answer.
  const onHanded = useEffectEvent(() => order.mutate({ kind: 'claim' }));
  const onBeat = useEffectEvent(() => {
    if (state === 'mine' && claim?.kind === 'open') order.mutate({ kind: 'claim', quietly: true });
  });
  const onLeave = useEffectEvent(() => {
    const opened = claim?.kind === 'open' || (claim === null && order.isPending);
    if (!claimable || !opened || (claim !== null && !mine)) return;
    release(alert.id).catch(() => {
      // The claim ends by itself in a few minutes.
    });
  });
  useEffect(() => {
    onOpen();
    const beat = setInterval(() => onBeat(), BEAT_MS);
    const leave = () => onLeave();
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(beat);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  useEffect(() => {
    if (handed) onHanded();
  }, [handed]);
  return {
    state,
    claim,
    note: mine ? (order.data?.note ?? null) : (others.data ?? null),
    deadline: mine ? deadline : null,
    pending: order.isPending || releasing.isPending,
    error: (quiet ? null : order.error) ?? releasing.error,
    order: (wanted, then) => order.mutate(wanted, { onSuccess: () => then?.() }),
    release: () => releasing.mutate(),
  };
}

/** Waits for a decision that this person may make. */
function useClaimable({ state, sealed }: AlertDetail): boolean {
  const mayDecide = useMay('alerts:decide');
  const leads = useMay('alerts:lead');
  if (!mayDecide || sealed) return false;
  return state === 'open' || state === 'reopened' || (state === 'escalated' && leads);
}

/** The server says how many seconds are left, for the clock at the desk may be wrong. */
function useDeadline(claim: Claim | undefined): number | null {
  const [deadline, setDeadline] = useState<number | null>(null);
  useEffect(() => {
    // While it is asked for again, and when that fails, what was answered last still holds.
    if (claim !== undefined) setDeadline(performance.now() + claim.secondsLeft * 1000);
  }, [claim]);
  return deadline;
}
