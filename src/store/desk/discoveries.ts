/** The table `discoveries`: found names with their evidence, and what a person said of each. */
import { sql } from 'kysely';
import type { Discovery, DiscoveryDecision, DiscoveryQuery } from '../../model/discovery.ts';
import type { Listing } from '../../model/listing.ts';
import { appendAudit } from '../accounts/audit-log.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

/** A listing beside which names are looked for. `confirmed`: of an offer that was confirmed; else its seller's. */
export type Company = {
  readonly id: number;
  readonly url: string;
  readonly content: Listing;
  readonly seller: number | null;
  readonly confirmed: boolean;
};

/** Listings of confirmed offers first, then others of the same sellers. */
export async function companyOfConfirmed(db: Db, most: number): Promise<Company[]> {
  const { rows } = await sql<Company>`
    with confirmed as (
      select o.id, o.seller_id from alerts a join offers o on o.id = a.offer_id where a.outcome = 'confirmed'
    )
    select l.id, l.url, l.content, o.seller_id as seller, exists (select from confirmed c where c.id = o.id) as confirmed
    from listings l join offers o on o.id = l.offer_id
    where o.id in (select id from confirmed) or o.seller_id in (select seller_id from confirmed)
    order by confirmed desc, l.id desc limit ${most}`.execute(db);
  return rows;
}

/** Listings that screening found nothing in, the newest first: what their words are like is no sign of anything. */
export async function ordinaryListings(db: Db, most: number): Promise<Listing[]> {
  const { rows } = await sql<{ content: Listing }>`
    select l.content from listings l join assessments a on a.listing_id = l.id
    where a.verdict = 'clear' and l.offer_id is null order by l.id desc limit ${most}`.execute(db);
  return rows.map(({ content }) => content);
}

export type NewDiscovery = Pick<
  Discovery,
  'kind' | 'text' | 'score' | 'listings' | 'sellers' | 'beside' | 'evidence'
> & { readonly key: string };

/**
 * In the place of all that nobody has answered: what came on to a list meanwhile, or stands beside no confirmed hit any
 * more, is no find. What a person has answered stays answered.
 */
export async function storeDiscoveries(db: Db, found: readonly NewDiscovery[], now: Date): Promise<void> {
  await sql`
    with gone as (
      delete from discoveries where state = 'new' and not exists (
        select from jsonb_to_recordset(${toJson(found)}::jsonb) as given (kind text, key text)
        where given.kind = discoveries.kind and given.key = discoveries.key)
    )
    insert into discoveries as d (kind, key, text, score, listings, sellers, beside, evidence, found_at)
    select kind, key, text, score, listings, sellers, beside, evidence, ${now}
    from jsonb_to_recordset(${toJson(found)}::jsonb) as given (kind text, key text, text text, score double precision,
      listings integer, sellers integer, beside text[], evidence jsonb)
    on conflict (kind, key) do update set score = excluded.score, listings = excluded.listings,
      sellers = excluded.sellers, beside = excluded.beside, evidence = excluded.evidence where d.state = 'new'`.execute(
    db,
  );
}

const COLUMNS = sql`id, kind, text, score, listings, sellers, beside, evidence, state, substance, decided_by as "decidedBy",
  decided_at as "decidedAt", found_at as "foundAt"`;

/** CAS numbers first, then by score. */
export async function listDiscoveries(db: Db, { state, limit }: DiscoveryQuery): Promise<Discovery[]> {
  const { rows } = await sql<Discovery>`
    select ${COLUMNS} from discoveries where state = ${state}
    order by (kind <> 'cas'), score desc, id limit ${limit}`.execute(db);
  return rows;
}

/** Puts the answer on record; a later one replaces it. null when there is none of that number. */
export async function decideDiscovery(
  db: Db,
  id: number,
  decision: DiscoveryDecision,
  by: string,
  now: Date,
): Promise<Discovery | null> {
  const substance = decision.state === 'accepted' ? decision.substance : null;
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Discovery>`
      update discoveries set state = ${decision.state}, substance = ${substance}, decided_by = ${by}, decided_at = ${now}
      where id = ${id} returning ${COLUMNS}`.execute(tx);
    const [row] = rows;
    if (row === undefined) return null;
    const action = decision.state === 'accepted' ? 'discovery.accept' : 'discovery.drop';
    const detail = { kind: row.kind, text: row.text, substance };
    await appendAudit(tx, { actor: by, action, subject: `discovery:${id}`, detail }, now);
    return row;
  });
}
