/** Fills a fresh database with alerts by the hundred thousand, and gives the sessions of its analysts. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Role } from '../../src/model/permissions.ts';
import type { Watchlist } from '../../src/model/watchlist.ts';
import { createSession } from '../../src/store/accounts/sessions.ts';
import { createUser } from '../../src/store/accounts/users.ts';
import { storeWatchlist } from '../../src/store/offers/watchlists.ts';
import type { Db } from '../../src/store/open-database.ts';

const SITES = 40;
const SELLERS = 4000;
const SUBSTANCES = 120;

/** All of a site but its id and name. */
const SITE = JSON.stringify({
  ...{ country: null, kind: null, currency: null, start: [], fetch: 'http', practice: false, ports: [] },
  schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
  politeness: { delaySeconds: 5, pages: 100, megabytes: 100, minutes: 10, depth: 3 },
  overrides: { robots: null, nofollow: null, noarchive: null },
  pages: { list: null, detail: null },
});

/** What was written reaches the disk before anything is timed: a desk does not come into being a moment before it is used. */
async function settle(pool: pg.Pool): Promise<void> {
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}

/** Everything that an alert needs, with listings of a real one's size; the shares of severities are those of a desk. */
export async function seedReview(pool: pg.Pool, alerts: number, now: Date): Promise<void> {
  const statements = [
    `insert into sites (id, name, practice, origin, config, config_hash, next_run_at, created_at, updated_at)
      select 'site-' || n, 'Shop ' || n, false, 'file', '${SITE}'::jsonb || jsonb_build_object('id', 'site-' || n,
        'name', 'Shop ' || n), '', $1, $1, $1 from generate_series(1, ${SITES}) n`,
    `insert into substances (id, name)
      select 'substance-' || n, 'Substance ' || n from generate_series(1, ${SUBSTANCES}) n`,
    `insert into runs (site_id, trigger, status, queued_at)
      select 'site-' || n, 'schedule', 'ok', $1 from generate_series(1, ${SITES}) n`,
    `insert into sellers (site_id, key, name)
      select 'site-' || (1 + n % ${SITES}), 'seller-' || n, 'Trading company ' || n
      from generate_series(1, ${SELLERS}) n`,
    `insert into offers (key, site_id, seller_id, first_seen_at, last_seen_at)
      select 'offer-' || n, s.site_id, s.id, $1, $1 from generate_series(1, ${alerts}) n
      join sellers s on s.id = 1 + n % ${SELLERS}`,
    `insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id,
        offer_id)
      select o.site_id, o.key, 'https://' || o.site_id || '.invalid/item/' || o.id, json_build_object(
        'url', 'https://' || o.site_id || '.invalid/item/' || o.id, 'externalId', o.id::text,
        'title', 'Substance ' || (1 + o.id % ${SUBSTANCES}) || ' ' || (90 + o.id % 10) || ' % drum ' || md5(o.id::text),
        'description', repeat('Industrial grade, packed in drums, shipped from our own store. ', 12)
          || 'Substance ' || (1 + o.id % ${SUBSTANCES}) || ' ' || md5((o.id * 7)::text),
        'price', null, 'availability', 'InStock', 'quantity', (1 + o.id % 50) || ' kg',
        'seller', json_build_object('name', 'Trading company ' || o.seller_id, 'id', null, 'url', null, 'country', 'CN'),
        'contacts', json_build_array(json_build_object('kind', 'phone', 'value', '+86138' || (10000000 + o.id),
          'raw', '138 ' || (10000000 + o.id))),
        'location', null, 'images', json_build_array(), 'attributes', json_build_object('Purity', '98 %'),
        'language', (array['en', 'en', 'en', 'zh', 'de', 'ru', 'es'])[1 + o.id % 7], 'postedAt', null,
        'source', json_build_object()), md5(o.id::text), 'live', $1, $1, 1 + o.id % ${SITES}, o.id from offers o`,
    `insert into assessments (listing_id, watchlist_version, verdict, score, severity, substances, reasons, law, assessed_at)
      select id, '0123456789abcdef', 'alert', 40 + id % 60,
        (array['critical', 'high', 'high', 'high', 'medium', 'medium', 'medium', 'medium', 'low', 'low'])[1 + id % 10],
        array['substance-' || (1 + id % ${SUBSTANCES})], '[{"code":"named","text":"Offers it by name","weight":60}]',
        '[{"substance":"substance-1","regime":"UN 1988","list":"Table I","effective":"2024-12-03","status":"in-force",'
        '"verified":true,"source":"https://law.invalid/1"}]', $1 from listings`,
    `insert into hits (listing_id, position, substance, term, technique, field, start_at, end_at, text)
      select l.id, p, 'substance-' || (1 + l.id % ${SUBSTANCES}), 'Substance ' || (1 + l.id % ${SUBSTANCES}),
        (array['name', 'name', 'name', 'cas', 'lookalike', 'leet'])[1 + (l.id + p) % 6], 'title', 0, 9, 'Substance'
      from listings l, generate_series(1, 2) p`,
    `insert into alerts (offer_id, site_id, listing_id, state, severity, score, substances, revision, material,
        search_text, practice, opened_at, revised_at)
      select l.offer_id, l.site_id, l.id, 'open', a.severity, a.score, a.substances, 1, '{}',
        lower(l.content->>'title' || E'\\n' || (l.content->'seller'->>'name') || E'\\n' || l.url), false,
        $1::timestamptz - (l.id * 7919 % 600000) * interval '1 second',
        $1::timestamptz - (l.id * 7919 % 600000) * interval '1 second'
      from listings l join assessments a on a.listing_id = l.id`,
  ];
  for (const statement of statements) {
    await pool.query(statement, statement.includes('$1') ? [now] : []);
  }
  await settle(pool);
}

/** A list with the names that the listings have. */
export async function seedWatchlist(db: Db, now: Date): Promise<void> {
  const named = Array.from({ length: SUBSTANCES }, (_, n) => `Substance ${n + 1}`);
  const substances = named.map((name) => ({
    ...{ id: name.toLowerCase().replace(' ', '-'), name, family: 'bench', tier: 'A' as const },
    ...{ controlledAsPrecursor: true, cas: [], structures: [], schedules: [], note: null },
    terms: [
      {
        ...{ text: name, language: 'en', state: 'live' as const, ambiguous: false },
        ...{ verified: true, source: 'bench' },
      },
    ],
  }));
  const rest = { redFlags: [], innocentContexts: [], innocentCas: [], knownBad: [] };
  await storeWatchlist(db, { version: '0123456789abcdef', substances, ...rest } as unknown as Watchlist, now);
}

/** Every second alert as decided in the last thirty days. */
export async function decideHalf(pool: pg.Pool, now: Date): Promise<void> {
  const decided = `select id, (array['confirmed', 'dismissed', 'dismissed'])[1 + id % 3] as outcome,
    $1::timestamptz - (id * 104729 % 2500000) * interval '1 second' as at from alerts where id % 2 = 0`;
  await pool.query(
    `insert into decisions (alert_id, revision, outcome, reason, user_name, watchlist_version, law, at)
      select id, 1, outcome, case outcome when 'confirmed' then 'offers-listed-substance' else 'not-an-offer' end,
        'analyst 0', '0123456789abcdef', '[]', at from (${decided}) d`,
    [now],
  );
  await pool.query(
    `update alerts a set state = 'decided', outcome = d.outcome, decided_at = d.at, first_look_at = a.opened_at
      from (${decided}) d where d.id = a.id`,
    [now],
  );
  await settle(pool);
}

/** Cookies, one an analyst. Passwords are not used: hashing fifty of them would only warm the machine. */
export async function openSessions(
  db: Db,
  analysts: number,
  now: Date,
  role: Role = 'analyst',
): Promise<string[]> {
  const cookies: string[] = [];
  for (let index = 0; index < analysts; index += 1) {
    const user = { name: `analyst ${index}`, passwordHash: 'none', role, now };
    const userId = await createUser(db, user);
    if (userId === null) throw new Error(`${user.name} is there already`);
    const token = randomBytes(32).toString('base64url');
    await createSession(db, { token, userId, now, expiresAt: new Date(now.getTime() + 86_400_000) });
    cookies.push(`pw_session=${token}`);
  }
  return cookies;
}
