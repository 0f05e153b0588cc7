/** Sites that keep our agent out or are down: since when, why, and until when they are left alone; columns of the table `sites`. */
import { sql } from 'kysely';
import type { SiteBlock } from '../../model/overview-api.ts';
import type { Db } from '../open-database.ts';
import { toText } from '../to-json.ts';

const FIRST_SECONDS = 3600;
/** Of our own accord; a server may ask for more. One that is down is back any day. */
const LONGEST_SECONDS = { refused: 7 * 86_400, down: 86_400 } as const satisfies Record<
  SiteBlock['kind'],
  number
>;

const BLOCK = sql.raw(
  'block_kind as kind, blocked_since as since, blocked_until as until, blocked_runs as runs, block_reason as reason',
);

/**
 * Leaves the site alone for an hour, and twice as long after each further run that ends so, at most a week, or as long as the
 * server asks, where that is longer. The schedule passes it over until then.
 * @param asked seconds that a Retry-After asks for, 0 for none
 */
export async function noteBlock(
  db: Db,
  siteId: string,
  block: Pick<SiteBlock, 'kind' | 'reason'> & { readonly asked: number },
  now: Date,
): Promise<SiteBlock> {
  const { rows } = await sql<SiteBlock>`
    update sites set blocked_runs = blocked_runs + 1, blocked_since = coalesce(blocked_since, ${now}),
      block_reason = ${toText(block.reason)}, block_kind = ${block.kind},
      blocked_until = ${now}::timestamptz + make_interval(secs => greatest(${block.asked}::float8,
        least(${LONGEST_SECONDS[block.kind]}, ${FIRST_SECONDS} * power(2::float8, least(blocked_runs, 20)))))
    where id = ${siteId}
    returning ${BLOCK}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no site ${siteId}`);
  return row;
}

/** The site let us in. */
export async function clearBlock(db: Db, siteId: string): Promise<void> {
  await sql`
    update sites set blocked_runs = 0, blocked_since = null, blocked_until = null, block_reason = null
    where id = ${siteId} and blocked_runs > 0`.execute(db);
}

/** By site. */
export async function listBlocks(db: Db): Promise<ReadonlyMap<string, SiteBlock>> {
  const { rows } = await sql<SiteBlock & { id: string }>`
    select id, ${BLOCK}
    from sites where blocked_runs > 0 and removed_at is null`.execute(db);
  return new Map(rows.map(({ id, ...block }) => [id, block]));
}
