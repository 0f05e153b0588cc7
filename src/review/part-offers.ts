/** An analyst says that offers are one, or that listings are none of an offer: written so that it is obeyed ever after. */
import { type AlertFacts, alertFacts, joinFacts, mergeFacts } from '../dedupe/material-change.ts';
import { sellerKey } from '../dedupe/offer-key.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { lockStandings, type StoredStanding } from '../store/desk/alert-standing.ts';
import { claimedByOthers } from '../store/desk/claims.ts';
import {
  type AssessedListing,
  countListings,
  type LockedOffer,
  listingsIn,
  lockOffers,
  moveAlert,
  moveOffers,
  readAssessed,
  resetAlert,
  splitOffer,
} from '../store/desk/part-offers.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import { lockAlertsOf, raiseAlerts, type StandingAlert } from '../store/offers/raise-alerts.ts';
import { upsertSeller } from '../store/offers/sellers.ts';
import type { Db } from '../store/open-database.ts';
import { toJson } from '../store/to-json.ts';
import { type Actor, actorMay } from './actor.ts';
import { recordChange } from './record-change.ts';
import { SEALED } from './sealed.ts';
import { isForLeads } from './transitions.ts';

export type Parted =
  | { readonly kind: 'done'; readonly offer: number }
  | {
      readonly kind: 'not-found' | 'wrong-offers' | 'claimed' | 'second-look' | 'not-permitted';
      readonly detail: string;
    };

export type MergeOrder = {
  readonly into: number;
  readonly offers: readonly number[];
  readonly reason: string;
};

/** The alerts of the others are decided as duplicates; what they knew that its own did not makes it a new revision. */
export async function mergeOffers(db: Db, order: MergeOrder, actor: Actor, now: Date): Promise<Parted> {
  const { into, reason } = order;
  const from = [...new Set(order.offers)];
  return await db.transaction().execute(async (tx): Promise<Parted> => {
    const locked = await lockOffers(tx, [into, ...from]);
    const fault = mergeFault(into, from, locked);
    if (fault !== null) return fault;
    const alerts = await lockAlertsOf(tx, [into, ...from]);
    const standings = await lockStandings(
      tx,
      [...alerts.values()].map(({ id }) => id),
    );
    const hindered = await hindrance(tx, standings, actor, now);
    if (hindered !== null) return hindered;
    const silent = await factsWithoutAlert(tx, from, alerts);
    await moveOffers(tx, into, from);
    await joinAlerts(tx, { into, alerts, standings, silent, reason }, actor, now);
    const entry = { actor: actor.name, action: 'offer.merge' as const, subject: `offer:${into}` };
    await appendAudit(tx, { ...entry, detail: { offers: from, reason } }, now);
    return { kind: 'done', offer: into };
  });
}

function mergeFault(into: number, from: readonly number[], locked: readonly LockedOffer[]): Parted | null {
  const known = new Map(locked.map((offer) => [offer.id, offer]));
  const missing = [into, ...from].find((id) => !known.has(id));
  if (missing !== undefined) return { kind: 'not-found', detail: `There is no offer ${missing}.` };
  if (from.includes(into)) return { kind: 'wrong-offers', detail: 'An offer cannot be joined to itself.' };
  const merged = locked.find(({ mergedInto }) => mergedInto !== null);
  if (merged !== undefined) {
    const detail = `Offer ${merged.id} is part of offer ${merged.mergedInto} already: name that one.`;
    return { kind: 'wrong-offers', detail };
  }
  const practice = new Set(locked.map((offer) => offer.practice));
  if (practice.size === 1) return null;
  return { kind: 'wrong-offers', detail: 'Practice offers and real ones are kept apart.' };
}

async function hindrance(
  db: Db,
  standings: readonly StoredStanding[],
  actor: Actor,
  now: Date,
): Promise<Parted | null> {
  const sealed = await sealedFrom(db, actor.id);
  if (standings.some(({ id }) => sealed.includes(id))) return SEALED;
  if (standings.some(isForLeads) && !actorMay(actor, 'alerts:lead')) {
    return { kind: 'not-permitted', detail: 'One of the alerts was escalated: a lead joins or parts it.' };
  }
  const ids = standings.map(({ id }) => id);
  const [claimed] = await claimedByOthers(db, ids, actor.id, now);
  if (claimed === undefined) return null;
  return { kind: 'claimed', detail: `Alert ${claimed} is held by somebody else. Wait for them, or ask.` };
}

type Joined = {
  readonly into: number;
  readonly alerts: ReadonlyMap<number, StandingAlert>;
  readonly standings: readonly StoredStanding[];
  /** What offers know that have no alert, such as those that a flood held back. */
  readonly silent: readonly AlertFacts[];
  readonly reason: string;
};

async function factsWithoutAlert(
  db: Db,
  offers: readonly number[],
  alerts: ReadonlyMap<number, StandingAlert>,
): Promise<AlertFacts[]> {
  const found: AlertFacts[] = [];
  for (const offer of offers.filter((each) => !alerts.has(each))) {
    const facts = gather(await readAssessed(db, offer))?.facts;
    if (facts !== undefined) found.push(facts);
  }
  return found;
}

async function joinAlerts(
  db: Db,
  { into, alerts, standings, silent, reason }: Joined,
  actor: Actor,
  now: Date,
): Promise<void> {
  const others = [...alerts.values()].filter(({ offer }) => offer !== into);
  const main = alerts.get(into) ?? others.shift();
  if (main === undefined) return;
  if (main.offer !== into) await moveAlert(db, main.id, into);
  const open = standings.filter(
    ({ id, state }) => state !== 'decided' && others.some((each) => each.id === id),
  );
  const order = {
    ...({ action: 'decide', outcome: 'duplicate', reason: 'same-offer', policy: null } as const),
    ...{ note: reason, duplicateOf: main.id },
  };
  const to = { state: 'decided', outcome: 'duplicate', snoozedFrom: null, snoozedUntil: null } as const;
  if (open.length > 0)
    await recordChange(db, { from: open, to, note: reason, order, actor, now, looks: false });
  const told = [...others.map(factsOf), ...silent];
  // What it was decided to repeat goes up in it: nobody would look at either.
  const repeats = main.outcome === 'duplicate' && open.length > 0;
  await growAlert(db, { into, main, told, repeats }, now);
}

/** What the others' facts add to the main alert's makes a revision: it was not decided on. */
async function growAlert(
  db: Db,
  o: {
    readonly into: number;
    readonly main: StandingAlert;
    readonly told: readonly (AlertFacts | null)[];
    readonly repeats: boolean;
  },
  now: Date,
): Promise<void> {
  const { into, main } = o;
  const before = factsOf(main);
  const joined = o.told.reduce<AlertFacts | null>(
    (sum, each) => (sum === null || each === null ? (sum ?? each) : joinFacts(sum, each).facts),
    before,
  );
  const causes = before === null || joined === null ? [] : joinFacts(before, joined).causes;
  if (causes.length === 0 && !o.repeats) return;
  const listings = await readAssessed(db, into);
  const [lead] = listings;
  const facts = joined ?? gather(listings)?.facts;
  if (lead?.assessment == null || facts === undefined) return;
  const standing = new Map([[into, main]]);
  const alert = alertOf(into, lead, facts, lead.assessment.watchlist);
  await raiseAlerts(db, [{ ...alert, causes: ['merged', ...causes] }], standing, now);
}

/** null for an alert whose facts were kept otherwise. */
function factsOf({ material }: StandingAlert): AlertFacts | null {
  return alertFacts.safeParse(material).data ?? null;
}

function alertOf(offer: number, lead: AssessedListing, facts: AlertFacts, watchlist: string) {
  const { severity, score, substances } = facts;
  return {
    ...{ offer, site: lead.siteId, practice: lead.practice, listing: { id: lead.id, url: lead.url } },
    ...{ severity, score, substances, material: facts, changes: [], watchlist },
  };
}

export type UnmergeOrder = {
  readonly offer: number;
  readonly listings: readonly number[];
  readonly reason: string;
};

/** Gives the number of the offer that the listings are then. */
export async function unmergeListings(db: Db, order: UnmergeOrder, actor: Actor, now: Date): Promise<Parted> {
  const { offer, reason } = order;
  return await db.transaction().execute(async (tx): Promise<Parted> => {
    const [from] = await lockOffers(tx, [offer]);
    if (from === undefined) return { kind: 'not-found', detail: `There is no offer ${offer}.` };
    const asked = [...new Set(order.listings)];
    const listings = await listingsIn(tx, offer, asked);
    if (!new Set(asked).isSubsetOf(new Set(listings))) {
      const detail = 'Some of these listings are none of this offer. Look at it again.';
      return { kind: 'wrong-offers', detail };
    }
    if (listings.length === (await countListings(tx, offer))) {
      return { kind: 'wrong-offers', detail: 'At least one listing stays: an offer is never empty.' };
    }
    const alerts = await lockAlertsOf(tx, [offer]);
    const standings = await lockStandings(
      tx,
      [...alerts.values()].map(({ id }) => id),
    );
    const hindered = await hindrance(tx, standings, actor, now);
    if (hindered !== null) return hindered;
    const made = await partListings(tx, { from, listings, alerts }, now);
    const entry = { actor: actor.name, action: 'offer.unmerge' as const, subject: `offer:${offer}` };
    await appendAudit(tx, { ...entry, detail: { listings, offer: made, reason } }, now);
    return { kind: 'done', offer: made };
  });
}

async function partListings(
  db: Db,
  o: {
    readonly from: LockedOffer;
    readonly listings: readonly number[];
    readonly alerts: ReadonlyMap<number, StandingAlert>;
  },
  now: Date,
): Promise<number> {
  const first = (await readAssessed(db, o.from.id)).find(({ id }) => o.listings.includes(id));
  const seller = { siteId: first?.siteId ?? o.from.siteId, sellerId: o.from.sellerId };
  if (first !== undefined) {
    const { seller: named, contacts } = first.content;
    seller.sellerId = await upsertSeller(db, {
      siteId: first.siteId,
      key: sellerKey(named, contacts),
      seller: named,
    });
  }
  const made = await splitOffer(db, o.from.id, o.listings, seller);
  const [left, parted] = [await readAssessed(db, o.from.id), await readAssessed(db, made)];
  const opened = gather(parted);
  if (opened !== null) {
    const { lead, facts, watchlist } = opened;
    await raiseAlerts(db, [{ ...alertOf(made, lead, facts, watchlist), causes: ['opened'] }], new Map(), now);
  }
  const [alert, rest] = [o.alerts.get(o.from.id), gather(left)];
  if (alert !== undefined && rest !== null) {
    const { severity, score, substances } = rest.facts;
    const material = toJson(rest.facts);
    await resetAlert(db, alert.id, { listing: rest.lead.id, severity, score, substances, material });
  }
  return made;
}

/** What an alert over these listings stands on; null when none of them alerts. */
function gather(
  listings: readonly AssessedListing[],
): { lead: AssessedListing; facts: AlertFacts; watchlist: string } | null {
  let facts: AlertFacts | null = null;
  let lead: AssessedListing | null = null;
  let watchlist = '';
  for (const listing of listings) {
    const { assessment, content } = listing;
    if (assessment?.verdict !== 'alert') continue;
    facts = mergeFacts(facts, assessment, content).facts;
    if (lead === null) {
      lead = listing;
      watchlist = assessment.watchlist;
    }
  }
  return facts === null || lead === null ? null : { lead, facts, watchlist };
}
