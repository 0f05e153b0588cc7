/** Joining and parting offers and sellers over HTTP: obeyed by the alerts, on record, contacts masked. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertDetail, alertPage } from '../src/model/api.ts';
import { auditPage } from '../src/model/audit.ts';
import { offerDetail, sellerDetail } from '../src/model/offer-api.ts';
import { addContacts } from '../src/store/offers/seller-contacts.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const HANDLE = 'quietseller';
const CONTACTS = [{ kind: 'telegram', value: HANDLE, raw: '@QuietSeller' }] as const;
const reason = 'the same drum on the same table';

let test: TestServer;
let cookie: string;
let alerts: number[];
let offers: number[];

beforeEach(async () => {
  test = await openTestServer();
  cookie = await test.signIn();
  alerts = await seedAlerts(
    test.db,
    ['one', 'two', 'three'].map((name) => ({
      listing: { title: `4-Piperidone ${name} @QuietSeller`, contacts: [...CONTACTS] },
    })),
  );
  const rows = await test.db.selectFrom('alerts').select('offer_id').orderBy('id').execute();
  offers = rows.map(({ offer_id }) => offer_id);
});
afterEach(async () => {
  await test[Symbol.asyncDispose]();
});

const at = (list: readonly number[], index: number) => list[index] ?? expect.fail(`nothing at ${index}`);
const alertOf = async (index: number) =>
  alertDetail.parse((await test.get(`/api/v1/alerts/${at(alerts, index)}`, cookie)).json());
const merge = async (into: number, from: number[]) =>
  await test.post(`/api/v1/offers/${into}/merge`, { offers: from, reason }, cookie);
const unmerge = async (offer: number, listings: number[]) =>
  await test.post(`/api/v1/offers/${offer}/unmerge`, { listings, reason }, cookie);

describe('offers that an analyst joins', () => {
  it('are one: their listings together, the other alert a duplicate, on record', async () => {
    const answer = await merge(at(offers, 0), [at(offers, 1)]);
    expect(answer.status, answer.text).toBe(200);
    const offer = offerDetail.parse(answer.json());
    expect(offer).toMatchObject({ sightings: 2, merged: [at(offers, 1)], alert: at(alerts, 0) });
    expect(answer.text.toLowerCase()).not.toContain(HANDLE);
    expect(await alertOf(0)).toMatchObject({ state: 'open', sightings: 2, offer: at(offers, 0) });
    const other = await alertOf(1);
    expect(other).toMatchObject({ state: 'decided', outcome: 'duplicate' });
    expect(other.decisions.at(-1)).toMatchObject({ duplicateOf: at(alerts, 0), note: reason });
    const auditor = await test.signIn('auditor');
    const { items } = auditPage.parse(
      (await test.get('/api/v1/audit?action=offer.merge&limit=1', auditor)).json(),
    );
    expect(items[0]).toMatchObject({
      subject: `offer:${at(offers, 0)}`,
      detail: { offers: [at(offers, 1)], reason },
    });
  });

  it('wait for a look when the one that stays was decided as a duplicate of one that goes', async () => {
    const repeats = { outcome: 'duplicate', reason: 'same-offer', note: null, revision: 1 };
    const decision = { ...repeats, duplicateOf: at(alerts, 1) };
    expect((await test.post(`/api/v1/alerts/${at(alerts, 0)}/decisions`, decision, cookie)).status).toBe(200);
    expect((await merge(at(offers, 0), [at(offers, 1)])).status).toBe(200);
    expect(await alertOf(1)).toMatchObject({ state: 'decided', outcome: 'duplicate' });
    expect(await alertOf(0)).toMatchObject({ state: 'reopened', revision: 2 });
  });

  it('are refused where nothing is joined, or twice', async () => {
    expect((await merge(at(offers, 0), [at(offers, 0)])).status).toBe(422);
    expect((await merge(at(offers, 0), [999_999])).status).toBe(404);
    expect((await merge(at(offers, 0), [at(offers, 1)])).status).toBe(200);
    const again = await merge(at(offers, 2), [at(offers, 1)]);
    expect([again.status, again.text]).toEqual([422, expect.stringContaining(`offer ${at(offers, 0)}`)]);
  });

  it('are refused while somebody else holds one of their alerts', async () => {
    const lead = await test.signIn('lead');
    expect((await test.post(`/api/v1/alerts/${at(alerts, 1)}/claim`, {}, lead)).status).toBe(200);
    const answer = await merge(at(offers, 0), [at(offers, 1)]);
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining(String(at(alerts, 1)))]);
    expect(await alertOf(0)).toMatchObject({ sightings: 1 });
  });
});

describe('listings that an analyst takes out', () => {
  it('are an offer with an alert of its own, both kept apart', async () => {
    const joined = offerDetail.parse((await merge(at(offers, 0), [at(offers, 1), at(offers, 2)])).json());
    const out = joined.sightingList
      .filter(({ title }) => title?.includes('three'))
      .map(({ listing }) => listing);
    const answer = await unmerge(joined.id, out);
    expect(answer.status, answer.text).toBe(200);
    const made = offerDetail.parse(answer.json());
    expect(made).toMatchObject({ split: true, sightings: 1 });
    expect(made.substances.map(({ id }) => id)).toEqual(['4-piperidone']);
    expect(made.sightingList[0]?.listing).toBe(out[0]);
    const alert = alertDetail.parse((await test.get(`/api/v1/alerts/${made.alert}`, cookie)).json());
    expect(alert).toMatchObject({ state: 'open', revision: 1, revisions: [{ causes: ['opened'] }] });
    const rest = offerDetail.parse((await test.get(`/api/v1/offers/${joined.id}`, cookie)).json());
    expect(rest).toMatchObject({ split: true, sightings: 2 });
    expect((await alertOf(0)).listing.title).not.toContain('three');
  });

  it('leave an alert that is found by the words of what stays', async () => {
    const joined = offerDetail.parse((await merge(at(offers, 1), [at(offers, 2)])).json());
    const lead = joined.sightingList.find(({ title }) => title?.includes('two'));
    expect((await unmerge(joined.id, [lead?.listing ?? 0])).status).toBe(200);
    expect((await alertOf(1)).listing.title).toContain('three');
    const found = async (text: string) =>
      alertPage
        .parse((await test.get(`/api/v1/alerts?text=${text}`, cookie)).json())
        .items.map(({ id }) => id);
    expect(await found('three')).toEqual([at(alerts, 1)]);
    expect(await found('two')).not.toContain(at(alerts, 1));
  });

  it('are taken out in all their languages, and counted once', async () => {
    const joined = offerDetail.parse((await merge(at(offers, 0), [at(offers, 1), at(offers, 2)])).json());
    const [one, two] = joined.sightingList.map(({ listing }) => listing);
    await test.db
      .updateTable('listings')
      .set({ language_set: 'x' })
      .where('id', 'in', [one ?? 0, two ?? 0])
      .execute();
    const seen = offerDetail.parse((await test.get(`/api/v1/offers/${joined.id}`, cookie)).json());
    expect(seen.sightings).toBe(2);
    const first = Math.min(one ?? 0, two ?? 0);
    expect(seen.sightingList.flatMap(({ variantOf }) => variantOf ?? [])).toEqual([first]);
    const answer = await unmerge(joined.id, [one ?? 0]);
    expect(answer.status, answer.text).toBe(200);
    const made = offerDetail.parse(answer.json());
    expect(made.sightings).toBe(1);
    expect(made.sightingList.map(({ listing }) => listing).toSorted()).toEqual([one, two].toSorted());
  });

  it('are refused when they are all of it, or none of it', async () => {
    const whole = offerDetail.parse((await test.get(`/api/v1/offers/${at(offers, 0)}`, cookie)).json());
    const only = whole.sightingList.map(({ listing }) => listing);
    expect((await unmerge(at(offers, 0), only)).status).toBe(422);
    expect((await unmerge(at(offers, 1), only)).status).toBe(422);
    expect((await unmerge(999_999, only)).status).toBe(404);
  });
});

describe('the history of an offer', () => {
  it('hides contacts that its listings gave before, and those of its other listings', async () => {
    expect((await merge(at(offers, 0), [at(offers, 1)])).status).toBe(200);
    const rows = await test.db.selectFrom('listings').select('id').orderBy('id').execute();
    const [first, second] = rows.map(({ id }) => id);
    const other = [...CONTACTS, { kind: 'telegram', value: 'otherhandle', raw: '@otherhandle' }];
    await sql`update listings set content = (content::jsonb || ${JSON.stringify({ contacts: other })}::jsonb)::json
      where id = ${second}`.execute(test.db);
    const changes = JSON.stringify([
      { field: 'text', before: 'Write to oldhandle', after: 'Write to quietseller' },
      { field: 'contacts', before: 'telegram oldhandle', after: 'telegram quietseller' },
    ]);
    const later = JSON.stringify([{ field: 'title', before: 'Ask oldhandle', after: 'Ask us' }]);
    const elsewhere = JSON.stringify([{ field: 'title', before: 'Ask otherhandle', after: 'Ask oldhandle' }]);
    await sql`insert into listing_versions (listing_id, version, change, at, changes)
      values (${first}, 2, 'changed', now(), ${changes}::jsonb), (${first}, 3, 'changed', now(), ${later}::jsonb)`.execute(
      test.db,
    );
    await sql`insert into alert_revisions (alert_id, revision, at, listing_id, causes, changes)
      values (${at(alerts, 0)}, 2, now(), ${second}, '{price-class}', ${elsewhere}::jsonb),
        (${at(alerts, 0)}, 3, now(), ${first}, '{price-class}', ${later}::jsonb)`.execute(test.db);
    for (const path of [`alerts/${at(alerts, 0)}`, `offers/${at(offers, 0)}`]) {
      const { text } = await test.get(`/api/v1/${path}`, cookie);
      expect(text).toContain('Write to ');
      expect(text).not.toMatch(/oldhandle|otherhandle|quietseller/i);
    }
  });
});

describe('sellers that an analyst links', () => {
  it('are one, cut off, or left to the evidence again; shown with the alert', async () => {
    const [first, second] = [(await alertOf(0)).sellerId, (await alertOf(1)).sellerId];
    if (first === null || second === null) return expect.fail('alerts without sellers');
    const say = async (verdict: string | null) =>
      await test.post(`/api/v1/sellers/${first}/links`, { seller: second, verdict, reason }, cookie);
    const confirmed = sellerDetail.parse((await say('confirmed')).json());
    expect(confirmed.links).toMatchObject([
      { seller: { id: second }, one: true, strength: 1, verdictBy: 'analyst' },
    ]);
    const { sellerLinks, sellerOffers } = await alertOf(0);
    expect(sellerLinks).toMatchObject([{ verdict: 'confirmed' }]);
    expect(sellerOffers.map(({ offer }) => offer)).toContain(at(offers, 1));
    const cut = sellerDetail.parse((await say('cut')).json());
    expect(cut.links).toMatchObject([{ one: false, strength: 0, verdict: 'cut' }]);
    expect(sellerDetail.parse((await say(null)).json()).links).toMatchObject([{ one: false, verdict: null }]);
    expect((await say('maybe')).status).toBe(400);
    expect(
      (await test.post(`/api/v1/sellers/${first}/links`, { seller: first, verdict: 'cut', reason }, cookie))
        .status,
    ).toBe(404);
  });
});

describe('an alert whose listings were screened again', () => {
  it('shows what a later list dropped, masked, and when what it found was on sale', async () => {
    const row = await test.db
      .selectFrom('alerts')
      .innerJoin('assessments', 'assessments.listing_id', 'alerts.listing_id')
      .select(['assessments.listing_id as listing', 'watchlist_version as version'])
      .where('alerts.id', '=', at(alerts, 0))
      .executeTakeFirstOrThrow();
    const { listing, version } = row;
    await sql`
      insert into rescreens (id, trigger, scope, watchlist_version, law_on, state, next_id, last_id, total, requested_by,
        requested_at)
      overriding system value
      select 1, 'command', 'all', version, '2026-01-01', 'done', 1, 1, 1, 'test', now() from watchlists limit 1`.execute(
      test.db,
    );
    await sql`
      insert into rescreen_changes (rescreen_id, listing_id, verdict_after, gained, lost, on_sale, at)
      values (1, ${listing}, 'alert', array['4-piperidone'], '{}', 'across', '2026-02-01')`.execute(test.db);
    await sql`
      insert into former_hits (listing_id, substance, term, technique, field, text, watchlist_version, dropped_by, dropped_at)
      values (${listing}, 'alpha', 'alpha', 'name', 'title', 'Alpha @QuietSeller', ${version}, 1, '2026-02-01')`.execute(
      test.db,
    );
    const { formerHits, foundAgain } = await alertOf(0);
    expect(foundAgain).toMatchObject([{ listing, substances: ['4-piperidone'], onSale: 'across' }]);
    expect(formerHits).toMatchObject([{ listing, substance: 'alpha', term: 'alpha', watchlist: version }]);
    expect(formerHits[0]?.text.toLowerCase()).not.toContain(HANDLE);
    expect(await alertOf(1)).toMatchObject({ formerHits: [], foundAgain: [] });
  });
});

describe('a seller who is called by one of very many contacts', () => {
  it('is masked wherever somebody is told of it', async () => {
    const sellers = await test.db.selectFrom('offers').select('seller_id').orderBy('id').execute();
    const [a = 0, b = 0] = sellers.map(({ seller_id }) => seller_id ?? 0);
    expect(a).not.toBe(b);
    const named = { name: 'Call @ManyHandles', url: 'https://shop.example/u/ManyHandles' };
    await test.db.updateTable('sellers').set(named).where('id', '=', b).execute();
    const others = Array.from({ length: 150 }, (_, index) => `telegram:another${index}`);
    await addContacts(
      test.db,
      [...others, 'telegram:manyhandles'].map((key) => ({ seller: b, key })),
    );
    const body = { seller: b, verdict: 'confirmed', reason };
    expect((await test.post(`/api/v1/sellers/${a}/links`, body, cookie)).status).toBeLessThan(300);
    const evidence = JSON.stringify([{ sign: 'name', detail: named.name }]);
    await test.db.updateTable('seller_links').set({ evidence }).execute();
    const told = [`/api/v1/sellers/${a}`, `/api/v1/sellers/${b}`, `/api/v1/alerts/${at(alerts, 0)}`];
    const lead = await test.signIn('lead');
    const expiresAt = new Date(test.time.now.getTime() + 3_600_000).toISOString();
    const hide = { term: null, site: null, seller: b, reason: 'noise', expiresAt };
    expect((await test.post('/api/v1/suppressions', hide, lead)).status).toBe(201);
    const more = ['/api/v1/alerts/facets?of=seller&state=all', '/api/v1/suppressions'];
    for (const path of [...told, `/api/v1/offers/${at(offers, 1)}`, ...more]) {
      const { status, text } = await test.get(path, cookie);
      expect([path, status]).toEqual([path, 200]);
      expect(text, path).toContain('Call @•');
      expect(text.toLowerCase(), path).not.toContain('manyhandles');
    }
  });
});

describe('other offers of a seller', () => {
  it('stand under the title by which their alerts are listed', async () => {
    const { title } = await alertOf(1);
    await sql`insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id)
      select site_id, key || '-again', url || '?again', jsonb_set(content::jsonb, '{title}', '"Another title"')::json, content_hash,
        state, first_seen_at, last_seen_at, last_run_id, offer_id from listings where offer_id = ${at(offers, 1)} limit 1`.execute(
      test.db,
    );
    await sql`update offers set seller_id = (select seller_id from offers where id = ${at(offers, 0)})
      where id = ${at(offers, 1)}`.execute(test.db);
    const { sellerOffers } = await alertOf(0);
    expect(sellerOffers.find(({ offer }) => offer === at(offers, 1))).toMatchObject({ title });
  });
});

describe('lists beside an alert that are longer than what is shown of them', () => {
  it('say how many more there are, and an export has them', async () => {
    const { db } = test;
    expect((await alertOf(0)).omitted).toEqual({
      ...{ sightings: 0, revisions: 0, sellerOffers: 0, sellerLinks: 0, samePictures: 0 },
      ...{ formerHits: 0, foundAgain: 0 },
    });
    const [offer, other] = [at(offers, 0), at(offers, 1)];
    await sql`insert into listings (site_id, key, url, content, content_hash, state, first_seen_at, last_seen_at, last_run_id, offer_id)
      select l.site_id, 'again-' || n, l.url || '?n=' || n, l.content, l.content_hash, l.state, l.first_seen_at, l.last_seen_at,
        l.last_run_id, l.offer_id from listings l, generate_series(1, 203) n where l.offer_id = ${offer}`.execute(
      db,
    );
    await sql`insert into alert_revisions (alert_id, revision, at, listing_id, causes, changes, decided)
      select ${at(alerts, 0)}, n, now(), (select min(id) from listings), '{back}', '[]', null from generate_series(100, 152) n
      on conflict do nothing`.execute(db);
    await sql`update offers set seller_id = (select seller_id from offers where id = ${offer}) where id = ${other}`.execute(
      db,
    );
    await sql`insert into offers (key, site_id, seller_id, first_seen_at, last_seen_at)
      select 'more-' || n, site_id, seller_id, first_seen_at, last_seen_at from offers, generate_series(1, 60) n
      where id = ${offer}`.execute(db);
    await sql`insert into listing_versions (listing_id, version, change, at)
      select max(id), n, 'changed', now() from listings, generate_series(1001, 1057) n
      where offer_id = ${offer} group by n`.execute(db);
    const detail = await alertOf(0);
    const changed = detail.sightingList.find(({ earlier }) => earlier > 0);
    expect(changed?.history.length).toBe(50);
    expect(changed?.history.at(-1)?.version).toBe(1008);
    expect(changed?.earlier).toBe(7);
    expect(detail.omitted).toMatchObject({ sightings: 4, sellerOffers: 11, sellerLinks: 0, samePictures: 0 });
    expect([detail.revisions.length, detail.omitted.revisions]).toEqual([50, 3]);
    const body = { format: 'jsonl', target: { alerts: [at(alerts, 0)] }, marking: 'TLP:RED' };
    const lead = await test.signIn('lead');
    const { text } = await test.post('/api/v1/exports', body, lead);
    const { omitted, sightingList } = alertDetail.parse((JSON.parse(text) as { alert: unknown }).alert);
    expect(sightingList.length).toBe(204);
    expect(sightingList.find(({ listing }) => listing === changed?.listing)).toMatchObject({ earlier: 0 });
    expect(sightingList.find(({ listing }) => listing === changed?.listing)?.history.length).toBe(57);
    expect(omitted).toMatchObject({ sightings: 0, revisions: 0 });
  });
});
