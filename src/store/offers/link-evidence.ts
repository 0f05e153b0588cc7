/** Reads and writes what speaks for two sellers being one; an analyst's verdict is never touched here. */
import { sql } from 'kysely';
import type { LinkEvidence, SellerVerdict } from '../../model/offer.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

export type StoredLink = {
  /** a < b. */
  readonly a: number;
  readonly b: number;
  readonly strength: number;
  readonly evidence: LinkEvidence[];
  readonly verdict: SellerVerdict | null;
};

export type LinkToWrite = Omit<StoredLink, 'verdict'>;

/** Links of these sellers from a strength on, and those that an analyst confirmed or cut. */
export async function linksOf(db: Db, sellers: readonly number[], from: number): Promise<StoredLink[]> {
  if (sellers.length === 0) return [];
  const ids = sql`${[...sellers]}::bigint[]`;
  const { rows } = await sql<StoredLink>`/* prepared: links-of */
    select seller_a as a, seller_b as b, strength, evidence, verdict from (
      select * from seller_links where seller_a = any(${ids})
      union select * from seller_links where seller_b = any(${ids})) k
    where strength >= ${from} or verdict is not null order by a, b limit 1000`.execute(db);
  return rows;
}

export type SellerPair = Pick<StoredLink, 'a' | 'b'>;

/** The links of these pairs, made where there is none yet, locked: whoever adds to one at the same time waits, and reads what was added. */
export async function lockLinks(db: Db, pairs: readonly SellerPair[], now: Date): Promise<StoredLink[]> {
  if (pairs.length === 0) return [];
  const given = toJson(pairs.map(({ a, b }) => ({ a, b })));
  await sql`/* prepared: make-links */
    insert into seller_links (seller_a, seller_b, strength, evidence, updated_at)
    select distinct a, b, 0, '[]'::jsonb, ${now}::timestamptz from jsonb_to_recordset(${given}::jsonb) as (a bigint, b bigint)
    order by a, b on conflict do nothing`.execute(db);
  const { rows } = await sql<StoredLink>`/* prepared: lock-links */
    select seller_a as a, seller_b as b, strength, evidence, verdict from seller_links
    where (seller_a, seller_b) in (select a, b from jsonb_to_recordset(${given}::jsonb) as (a bigint, b bigint))
    order by seller_a, seller_b for update`.execute(db);
  return rows;
}

/** Links between any two of these sellers, locked. */
export async function linksAmong(db: Db, sellers: readonly number[]): Promise<StoredLink[]> {
  if (sellers.length < 2) return [];
  const ids = sql`${[...sellers]}::bigint[]`;
  const { rows } = await sql<StoredLink>`/* prepared: links-among */
    select seller_a as a, seller_b as b, strength, evidence, verdict from seller_links
    where seller_a = any(${ids}) and seller_b = any(${ids}) order by seller_a, seller_b for update`.execute(
    db,
  );
  return rows;
}

export async function writeLinks(db: Db, links: readonly LinkToWrite[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await sql`/* prepared: write-links */
    insert into seller_links (seller_a, seller_b, strength, evidence, updated_at)
    select a, b, strength, evidence, ${now} from jsonb_to_recordset(${toJson(links)}::jsonb)
      as (a bigint, b bigint, strength float8, evidence jsonb) order by a, b
    on conflict (seller_a, seller_b) do update set strength = excluded.strength, evidence = excluded.evidence,
      updated_at = excluded.updated_at`.execute(db);
}
