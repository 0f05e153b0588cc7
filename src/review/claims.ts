/** Who holds which alert: taking, keeping, giving away and taking over, so that no two work on the same one. */
import { type AlertState, WAITING_STATES } from '../model/alert.ts';
import type { AuditEntry } from '../model/audit.ts';
import {
  CLAIM_MINUTES,
  type Claim,
  type ClaimList,
  type ClaimNextRequest,
  type ClaimQuery,
  type HandOverRequest,
  HOLD_HOURS,
  type HoldRequest,
  type TakeOverRequest,
} from '../model/claim-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { findUserByName } from '../store/accounts/users.ts';
import { filterOf } from '../store/desk/alert-filter.ts';
import { alertExists, readStandings } from '../store/desk/alert-standing.ts';
import {
  changeClaim,
  findClaim,
  listClaims,
  releaseClaimOf,
  type StoredClaim,
  takeClaim,
  takeNextClaim,
} from '../store/desk/claims.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';
import { SEALED } from './sealed.ts';
import { isForLeads } from './transitions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How often the holder may change between the question who it is and the order. */
const TAKE_OVER_TRIES = 3;

/** `claimed`: another holds it; `claim-lost`: one's own has ended. `detail` says what to do. */
export type Claimed =
  | { readonly kind: 'done'; readonly claim: Claim }
  | {
      readonly kind: 'claimed' | 'claim-lost' | 'second-look' | 'wrong-state' | 'unknown-user' | 'not-found';
      readonly detail: string;
    };

/** Takes it, or says that its tab is still open. */
export async function claimAlert(db: Db, alert: number, actor: Actor, now: Date): Promise<Claimed> {
  if ((await sealedFrom(db, actor.id)).includes(alert)) return SEALED;
  const states = statesFor(actor);
  const claim = await takeClaim(db, alert, { ...leaseOf(actor, now, CLAIM_MINUTES * MINUTE_MS), states });
  if (claim === null) return await whyNot(db, alert, actor, now);
  return done(claim, now);
}

/** The most urgent one that nobody holds; null when none is left. */
export async function claimNext(
  db: Db,
  { queue, filters, skip }: ClaimNextRequest,
  actor: Actor,
  now: Date,
): Promise<Claim | null> {
  const whole = Object.values(filters).every((each) => each === undefined);
  const claim = await takeNextClaim(db, {
    ...leaseOf(actor, now, CLAIM_MINUTES * MINUTE_MS),
    name: whole ? `next-of-${queue}` : null,
    filter: filterOf(filters, now),
    states: queue === 'leads' ? ['escalated'] : ['open', 'reopened'],
    skip: [...skip, ...(await sealedFrom(db, actor.id))],
  });
  return claim === null ? null : toClaim(claim, now);
}

export async function releaseAlert(db: Db, alert: number, actor: Actor): Promise<void> {
  await releaseClaimOf(db, alert, actor.id);
}

/** Keeps it for hours without an open tab, such as while waiting for an answer. */
export async function holdAlert(
  db: Db,
  alert: number,
  { hours, note }: HoldRequest,
  actor: Actor,
  now: Date,
): Promise<Claimed> {
  const to = { ...leaseOf(actor, now, hours * HOUR_MS), kind: 'held' as const, note };
  const claim = await changeClaim(db, alert, actor.id, to);
  return claim === null ? lost() : done(claim, now);
}

/** Gives it to a colleague, who finds it among their own. */
export async function handOver(
  db: Db,
  alert: number,
  { to: name, note }: HandOverRequest,
  actor: Actor,
  now: Date,
): Promise<Claimed> {
  const user = await findUserByName(db, name);
  if (user === null || user.disabledAt !== null || !actorMay(user, 'alerts:decide')) {
    return { kind: 'unknown-user', detail: `There is no account "${name}" that decides alerts.` };
  }
  const refused = await refusalFor(db, alert, user);
  if (refused !== null) return { ...refused, detail: `${user.name} cannot decide it. Choose somebody else.` };
  const to = { ...leaseOf(user, now, HOLD_HOURS.handed * HOUR_MS), kind: 'handed' as const, note };
  const claim = await changeOnRecord(db, alert, actor.id, to, {
    actor: actor.name,
    action: 'claim.hand-over',
    detail: { to: user.name },
  });
  return claim === null ? lost() : done(claim, now);
}

/** Takes it from whoever holds it, also from who takes it meanwhile. The reason stays on the claim, for the one who lost it. */
export async function takeOver(
  db: Db,
  alert: number,
  { reason }: TakeOverRequest,
  actor: Actor,
  now: Date,
): Promise<Claimed> {
  const refused = await refusalFor(db, alert, actor);
  if (refused !== null) return refused;
  const lease = { ...leaseOf(actor, now, CLAIM_MINUTES * MINUTE_MS), kind: 'open' as const };
  for (let tries = 0; tries < TAKE_OVER_TRIES; tries++) {
    const holder = await findClaim(db, alert, now);
    if (holder === null || holder.userId === actor.id) {
      const claimed = await claimAlert(db, alert, actor, now);
      if (claimed.kind !== 'claimed') return claimed;
      continue;
    }
    const claim = await changeOnRecord(
      db,
      alert,
      holder.userId,
      { ...lease, note: `Taken over from ${holder.by}: ${reason}` },
      { actor: actor.name, action: 'claim.take-over', detail: { from: holder.by, reason } },
    );
    if (claim !== null) return done(claim, now);
  }
  return await claimAlert(db, alert, actor, now);
}

/** Who works on an alert is on record where it passes from one person to another; null when `holder` has it no more. */
async function changeOnRecord(
  db: Db,
  alert: number,
  holder: number,
  to: Parameters<typeof changeClaim>[3],
  entry: Pick<AuditEntry, 'actor' | 'action' | 'detail'>,
): Promise<StoredClaim | null> {
  return await db.transaction().execute(async (tx) => {
    const claim = await changeClaim(tx, alert, holder, to);
    if (claim !== null) await appendAudit(tx, { ...entry, subject: `alert:${alert}` }, to.now);
    return claim;
  });
}

/** One's own, or everybody's. */
export async function readClaims(
  db: Db,
  of: Actor | null,
  asked: Omit<ClaimQuery, 'of'>,
  now: Date,
): Promise<ClaimList> {
  const items = await listClaims(db, { ...asked, user: of?.id ?? null, now });
  return {
    items: items.map((claim) => toClaim(claim, now)),
    next: items.length < asked.limit ? null : (items.at(-1)?.alert ?? null),
  };
}

/** Escalated alerts are held by leads only: nobody else can decide them. */
function statesFor(actor: Actor): AlertState[] {
  const leads = actorMay(actor, 'alerts:lead');
  return WAITING_STATES.filter((state) => leads || state !== 'escalated');
}

/** Why nobody makes this person its holder. It cannot be escalated between this and that: what escalates it ends the lease. */
async function refusalFor(
  db: Db,
  alert: number,
  user: Pick<Actor, 'id' | 'role' | 'scopes'>,
): Promise<Extract<Claimed, { detail: string }> | null> {
  if ((await sealedFrom(db, user.id)).includes(alert)) return SEALED;
  const [standing] = await readStandings(db, [alert]);
  if (standing === undefined || !isForLeads(standing) || actorMay(user, 'alerts:lead')) return null;
  return { kind: 'wrong-state', detail: 'This alert was escalated: a lead decides it.' };
}

async function whyNot(db: Db, alert: number, actor: Actor, now: Date): Promise<Claimed> {
  const other = await findClaim(db, alert, now);
  if (other === null || other.userId === actor.id) {
    if (!(await alertExists(db, alert))) return { kind: 'not-found', detail: `There is no alert ${alert}.` };
    return { kind: 'wrong-state', detail: 'It does not wait for a decision of yours. Take the next one.' };
  }
  return { kind: 'claimed', detail: `${other.by} holds this alert. Take the next one, or take it over.` };
}

function lost(): Claimed {
  return { kind: 'claim-lost', detail: 'You do not hold this alert any more. Claim it again.' };
}

function leaseOf(user: { readonly id: number }, now: Date, ms: number) {
  return { user: user.id, now, expiresAt: new Date(now.getTime() + ms) };
}

function done(claim: StoredClaim, now: Date): Claimed {
  return { kind: 'done', claim: toClaim(claim, now) };
}

function toClaim({ userId: _userId, ...claim }: StoredClaim, now: Date): Claim {
  const left = Date.parse(claim.expiresAt) - now.getTime();
  return { ...claim, secondsLeft: Math.max(0, Math.floor(left / 1000)) };
}
