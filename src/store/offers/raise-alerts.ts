/** Opens alerts of offers, or gives those that are there one revision more, with their outbox rows: any number at once. */
import { sql } from 'kysely';
import type { Outcome, PublishedAlert } from '../../model/alert.ts';
import type { Severity } from '../../model/assessment.ts';
import type { ListingChange, RevisionCause } from '../../model/offer.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';
import { addRevisions } from './alert-revisions.ts';

/** One offer each. `listing` is the leading one: title, seller and hits are shown from it, and found by its words and its substances. */
export type AlertToRaise = {
  readonly offer: number;
  readonly site: string;
  readonly practice: boolean;
  readonly listing: { readonly id: number; readonly url: string };
  readonly severity: Severity;
  readonly score: number;
  readonly substances: readonly string[];
  /** What decides whether a later change is material. */
  readonly material: Readonly<Record<string, unknown>>;
  readonly causes: readonly RevisionCause[];
  readonly changes: readonly ListingChange[];
  readonly watchlist: string;
};

export type RaisedAlert = {
  readonly id: number;
  readonly offer: number;
  readonly revision: number;
  readonly opened: boolean;
};

export type StandingAlert = {
  readonly id: number;
  readonly offer: number;
  readonly outcome: Outcome | null;
  readonly material: Record<string, unknown>;
};

/** The alerts of these offers, locked until the transaction ends, in the order of their numbers. */
export async function lockAlertsOf(
  db: Db,
  offers: readonly number[],
): Promise<ReadonlyMap<number, StandingAlert>> {
  if (offers.length === 0) return new Map();
  const { rows } = await sql<StandingAlert>`/* prepared: lock-alerts */
    select id, offer_id as offer, outcome, material from alerts
    where offer_id = any(${[...offers]}::bigint[]) order by id for update`.execute(db);
  return new Map(rows.map((row) => [row.offer, row]));
}

export type MaterialToKeep = Pick<AlertToRaise, 'offer' | 'material'>;

/** Without a revision. */
export async function keepMaterial(db: Db, alerts: readonly MaterialToKeep[]): Promise<void> {
  if (alerts.length === 0) return;
  await sql`
    update alerts set material = given.material
    from jsonb_to_recordset(${toJson(alerts)}::jsonb) as given (offer bigint, material jsonb)
    where offer_id = given.offer`.execute(db);
}

/**
 * Within a transaction that holds the alerts' locks. A decided alert is reopened: what is new was not decided on.
 * @param before what stood, by offer
 */
export async function raiseAlerts(
  db: Db,
  alerts: readonly AlertToRaise[],
  before: ReadonlyMap<number, StandingAlert>,
  now: Date,
): Promise<RaisedAlert[]> {
  if (alerts.length === 0) return [];
  const rows = alerts.map(({ listing, ...alert }) => ({ ...alert, listing: listing.id }));
  const { rows: raised } = await sql<RaisedAlert>`/* prepared: raise-alerts */
    insert into alerts as a (offer_id, site_id, practice, listing_id, state, severity, score, substances, revision, material,
      search_text, opened_at, revised_at)
    select given.offer, site, practice, l.id, 'open', severity, score, substances, 1, material,
      search_words(l.id, substances), ${now}, ${now}
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as given (offer bigint, site text, practice boolean, listing bigint,
      severity text, score float8, substances text[], material jsonb)
      cross join lateral (select id from listings where id = given.listing limit 1) l
    on conflict (offer_id) do update set listing_id = excluded.listing_id, severity = excluded.severity,
      score = excluded.score, substances = excluded.substances, material = excluded.material,
      search_text = excluded.search_text, revision = greatest(a.revision, numbers_given(a.id)) + 1,
      state = case a.state when 'decided' then 'reopened' else a.state end, outcome = null, decided_at = null,
      revised_at = excluded.revised_at
    returning id, offer_id as offer, revision, revision = 1 as opened`.execute(db);
  const byOffer = new Map(alerts.map((alert) => [alert.offer, alert]));
  const written = raised.flatMap((each) => {
    const alert = byOffer.get(each.offer);
    return alert === undefined ? [] : [{ ...each, alert }];
  });
  await addRevisions(
    db,
    written.map(({ id, offer, revision, alert }) => ({
      alert: id,
      revision,
      listing: alert.listing.id,
      causes: alert.causes,
      changes: alert.changes,
      decided: before.get(offer)?.outcome ?? null,
    })),
    now,
  );
  const payloads = written.map(({ id, revision, alert }): PublishedAlert => {
    const { site, severity, score, substances, listing, practice, watchlist } = alert;
    const at = now.toISOString();
    return {
      ...{ alert: id, revision, site, severity, score, substances: [...substances] },
      ...{ listing: listing.url, practice, watchlist, at },
    };
  });
  await sql`/* prepared: outbox-rows */
    insert into outbox (alert_id, revision, payload, created_at)
    select (payload->>'alert')::bigint, (payload->>'revision')::integer, payload, ${now}
    from jsonb_array_elements(${toJson(payloads)}::jsonb) as payload`.execute(db);
  return raised;
}
