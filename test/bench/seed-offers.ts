/** Fills a fresh database with listings by the million, with the offers, sellers and keys that a crawl would have left. */
import type pg from 'pg';

/** Of a hundred listings so many alert. */
export const ALERTING = 11;
const SITES = 40;
const PER_SELLER = 5;

/** Sites "site-1" … and, of every hundred listings, eleven with offer, alert, text keys and a seller with two contacts. */
export async function seedOffers(pool: pg.Pool, listings: number, now: Date): Promise<void> {
  const statements = [
    `insert into sites (id, name, practice, origin, config, config_hash, next_run_at, created_at, updated_at,
        lease_owner, lease_token, lease_until)
      select 'site-' || n, 'Shop ' || n, false, 'file', '{}', '', $1, $1, $1, 'bench', 1, $1
      from generate_series(1, ${SITES}) n`,
    `insert into runs (site_id, trigger, status, queued_at)
      select 'site-' || n, 'schedule', 'running', $1 from generate_series(1, ${SITES}) n`,
    `insert into sellers (site_id, key, name) select 'site-' || (1 + n % ${SITES}), 'name:seller ' || n, 'Seller ' || n
      from generate_series(1, ${Math.ceil((listings * ALERTING) / 100 / PER_SELLER) + 1}) n`,
    `insert into seller_contacts (key, seller_id)
      select kind || md5(kind || id::text), id from sellers, unnest(array['phone:', 'telegram:']) kind`,
    `insert into offers (key, site_id, seller_id, substances, first_seen_at, last_seen_at)
      select 'offer-' || n, s.site_id, s.id, array['substance-' || n % 89], $1, $1
      from generate_series(1, ${Math.floor((listings * ALERTING) / 100)}) n join sellers s on s.id = 1 + n / ${PER_SELLER}`,
    `insert into offer_keys (key, offer_id)
      select ('x' || substr(md5(o.id || '.' || k), 1, 13))::bit(52)::bigint, o.id from offers o, generate_series(1, 8) k`,
    `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id,
        offer_id)
      select 'site-' || (1 + n % ${SITES}), '/item/' || n, 'https://site-' || (1 + n % ${SITES}) || '.invalid/item/' || n,
        json_build_object('url', 'https://shop.invalid/item/' || n, 'title', 'Thing ' || n,
          'description', repeat(md5(n::text) || ' ', 8), 'contacts', json_build_array(), 'images', json_build_array(),
          'attributes', json_build_object()), md5(n::text), 'live', $1, $1, 1 + n % ${SITES},
        case when n % 100 < ${ALERTING} then 1 + (n / 100) * ${ALERTING} + n % 100 end
      from generate_series(0, ${listings - 1}) n
      where n % 100 >= ${ALERTING} or 1 + (n / 100) * ${ALERTING} + n % 100 <= (select count(*) from offers)`,
    `insert into assessments (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law, assessed_at)
      select id, 'bench', case when offer_id is null then 'clear' else 'alert' end, 50, 'medium',
        case when offer_id is null then '{}' else array['substance-' || offer_id % 89] end, '[]', '[]', $1 from listings`,
    `insert into alerts (offer_id, site_id, listing_id, state, severity, score, substances, revision, material,
        search_text, practice, opened_at, revised_at)
      select offer_id, site_id, id, 'open', 'medium', 50, array['substance-' || offer_id % 89], 1,
        json_build_object('substances', json_build_array('substance-' || offer_id % 89), 'identifiers', json_build_array(),
          'severity', 'medium', 'score', 50), 'thing ' || id, false, $1, $1
      from listings where offer_id is not null`,
  ];
  for (const statement of statements) await pool.query(statement, statement.includes('$1') ? [now] : []);
  await pool.query('vacuum analyze');
}
