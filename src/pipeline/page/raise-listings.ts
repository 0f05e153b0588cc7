/** Opens or revises the alerts of listings that alert, one for each offer, and holds back what one run finds too many of. */
import { type AlertFacts, alertFacts, mergeFacts } from '../../dedupe/material-change.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Listing } from '../../model/listing.ts';
import type { ListingChange, RevisionCause } from '../../model/offer.ts';
import type { Site } from '../../model/site.ts';
import { heldAmong, holdOffers } from '../../store/crawling/held-offers.ts';
import { offersThatWereGone } from '../../store/offers/place-offers.ts';
import {
  type AlertToRaise,
  keepMaterial,
  lockAlertsOf,
  type MaterialToKeep,
  raiseAlerts,
  type StandingAlert,
} from '../../store/offers/raise-alerts.ts';
import type { Db } from '../../store/open-database.ts';

/** A listing that belongs to an offer and has something to say to its alert. */
export type Sighted = {
  readonly id: number;
  readonly offer: number;
  readonly url: string;
  readonly listing: Listing;
  /** null when neither it nor the list has changed: then it only came back. */
  readonly assessment: Assessment | null;
  readonly watchlist: string;
  /** New to its offer, or back after it was gone. */
  readonly newcomer: boolean;
  readonly changes: readonly ListingChange[];
};

export type RaisePlace = {
  readonly site: Pick<Site, 'id' | 'practice'>;
  readonly run: number;
  /** So many alerts may still be opened; beyond that one stands for all of them. */
  readonly room: number;
  readonly flood: Flood;
};

/** The alert that stands for all that a run holds back; kept over the whole run. */
export type Flood = { alert: number | null };

export type Raised = { readonly opened: number; readonly revised: number; readonly held: number };

type Draft = {
  readonly offer: number;
  facts: AlertFacts | null;
  lead: Sighted;
  readonly causes: Set<RevisionCause>;
  readonly changes: ListingChange[];
  /** There is more to stand on, and nothing that an analyst has to see for it. */
  quiet: boolean;
};

/** Within a transaction, after the listings, their assessments and offers were written. */
export async function raiseListings(
  db: Db,
  place: RaisePlace,
  sighted: readonly Sighted[],
  now: Date,
): Promise<Raised> {
  const offers = [...new Set(sighted.map(({ offer }) => offer))];
  const standing = await lockAlertsOf(db, offers);
  const newcomers = sighted.filter(({ newcomer, offer }) => newcomer && standing.has(offer));
  const back = await offersThatWereGone(
    db,
    [...new Set(newcomers.map(({ offer }) => offer))],
    newcomers.map(({ id }) => id),
  );
  const all = offers.flatMap((offer) => {
    const listings = sighted.filter((each) => each.offer === offer);
    const draft = draftOf(offer, listings, standing.get(offer) ?? null);
    if (draft !== null && back.has(offer)) draft.causes.add('back');
    return draft ?? [];
  });
  await keepMaterial(db, all.flatMap(quietly));
  const drafts = all.filter(({ causes, facts }) => causes.size > 0 && facts !== null);
  const known = drafts.filter(({ offer }) => standing.has(offer));
  const fresh = drafts.filter(({ offer }) => !standing.has(offer));
  const held = await heldAmong(
    db,
    fresh.map(({ offer }) => offer),
  );
  const waiting = fresh.filter(({ offer }) => !held.has(offer));
  const opening = waiting.slice(0, Math.max(0, place.room));
  const beyond = waiting.slice(opening.length);
  const flooding = place.flood.alert === null ? beyond.slice(0, 1) : [];
  for (const draft of flooding) draft.causes.add('flood');
  const rows = [...known, ...opening, ...flooding].flatMap((draft) => toRaise(draft, place));
  const raised = await raiseAlerts(db, rows, standing, now);
  const [flood] = flooding;
  place.flood.alert ??= raised.find(({ offer }) => offer === flood?.offer)?.id ?? null;
  const over = beyond.slice(flooding.length);
  if (place.flood.alert !== null && beyond.length > 0) {
    const listings = over.map(({ offer, lead }) => ({ offer, listing: lead.id }));
    await holdOffers(db, place.flood.alert, place.run, listings, now);
  }
  const opened = raised.filter((each) => each.opened).length;
  return { opened, revised: raised.length - opened, held: over.length };
}

/** null when there is nothing to stand on. */
function draftOf(offer: number, listings: readonly Sighted[], alert: StandingAlert | null): Draft | null {
  const [first] = listings;
  if (first === undefined) return null;
  const before = alert === null ? null : (alertFacts.safeParse(alert.material).data ?? null);
  const draft: Draft = {
    offer,
    facts: before,
    lead: first,
    causes: new Set(),
    changes: [],
    quiet: alert !== null && before === null,
  };
  for (const each of listings) {
    if (each.assessment === null) continue;
    const { facts, causes: found } = mergeFacts(draft.facts, each.assessment, each.listing);
    const causes = found.filter((cause) => cause !== 'new-identifier' || !isReread(each));
    draft.quiet ||= causes.length < found.length;
    if (causes.length > 0) {
      if (draft.facts === before || facts.severity !== draft.facts?.severity) draft.lead = each;
      draft.changes.push(...each.changes);
    }
    draft.facts = facts;
    for (const cause of causes) draft.causes.add(cause);
  }
  // What an alert of an older version stood on is not known: its facts are taken over without a revision.
  if (alert !== null && before === null) draft.causes.clear();
  return draft;
}

/** Its words are as they were: it names another identifier only because the list does, which re-opens nothing that was decided. */
function isReread({ newcomer, changes }: Sighted): boolean {
  return !newcomer && changes.length === 0;
}

/** What is not news now is none at the next crawl either. */
function quietly({ offer, facts, causes, quiet }: Draft): MaterialToKeep[] {
  return quiet && causes.size === 0 && facts !== null ? [{ offer, material: facts }] : [];
}

function toRaise(draft: Draft, { site }: RaisePlace): AlertToRaise[] {
  const { offer, facts, lead, causes, changes } = draft;
  if (facts === null) return [];
  const { severity, score, substances } = facts;
  return [
    {
      ...{ offer, site: site.id, practice: site.practice, listing: { id: lead.id, url: lead.url } },
      ...{ severity, score, substances, material: facts, causes: [...causes], changes: changes.slice(0, 20) },
      watchlist: lead.watchlist,
    },
  ];
}
