/** The review queue over HTTP: list, detail with contacts masked, decisions, reopening. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertDetail, alertPage, problem } from '../src/model/api.ts';
import { facetList } from '../src/model/facet-api.ts';
import { overview } from '../src/model/overview-api.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import { actOnAlert } from '../src/review/act-on-alert.ts';
import { listUsers } from '../src/store/accounts/users.ts';
import cases from './cases/api-alerts.json' with { type: 'json' };
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { LAW, seedAlerts, WATCHLIST } from './support/seed-alerts.ts';
import { findAlert, reviseAlert } from './support/single-rows.ts';

const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(2)>';

const CONTACTS = [
  { kind: 'phone', value: '+8613812345678', raw: '138 1234 5678' },
  { kind: 'email', value: 'sales@shop-a.invalid', raw: 'Sales@Shop-A.invalid' },
  { kind: 'telegram', value: 'quietseller', raw: '@QuietSeller' },
] as const;

/** None of these may leave the server. */
const PERSONAL = /138 ?1234 ?5678|sales@shop-a|quietseller/i;

const namedByContact = { name: 'Call 138 1234 5678', id: null, url: null, country: 'CN' };

let test: TestServer;
let cookie: string;
let ids: number[];

beforeAll(async () => {
  test = await openTestServer();
  cookie = await test.signIn();
  ids = await seedAlerts(test.db, [
    { severity: 'low', score: 30, openedAt: new Date('2026-01-05T00:00:00Z') },
    { severity: 'critical', score: 90, openedAt: new Date('2026-01-01T00:00:00Z') },
    {
      severity: 'high',
      score: 95,
      openedAt: new Date('2026-01-03T00:00:00Z'),
      terms: ['4-Piperidone', '41661-47-6'],
      listing: {
        title: 'WhatsApp 138 1234 5678: 4-Piperidone @QuietSeller',
        description: `Write to Sales@Shop-A.invalid or 138 1234 5678. 4-Piperidone, CAS 41661-47-6. ${SCRIPT}`,
        // The second name is shorter than the first, and the third is a number: no order but the page's own keeps the spans.
        attributes: { 'Product number': '41661-47-6', CAS: '41661-47-6 call 138 1234 5678', '7': 'x' },
        quantity: '25 kg',
        seller: { name: `QuietSeller ${SCRIPT} @QuietSeller`, id: null, url: null, country: 'CN' },
        contacts: [...CONTACTS],
        location: 'Ask 138 1234 5678',
      },
    },
    {
      severity: 'high',
      score: 70,
      openedAt: new Date('2026-01-02T00:00:00Z'),
      listing: { title: '4-Piperidone drum', seller: namedByContact },
    },
    { severity: 'medium', score: 70, openedAt: new Date('2026-01-04T00:00:00Z') },
  ]);
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

const idOf = (index: number) => ids[index] ?? expect.fail(`no alert ${index}`);
const list = async (query: string) =>
  alertPage.parse((await test.get(`/api/v1/alerts${query}`, cookie)).json());
const detailOf = async (id: number) =>
  alertDetail.parse((await test.get(`/api/v1/alerts/${id}`, cookie)).json());

describe('what the list can be narrowed by', () => {
  it.each(cases.facetCases)('$name', async ({ query, expected }) => {
    const answered = await test.get(`/api/v1/alerts/facets?${query}`, cookie);
    const { items, more } = facetList.parse(answered.json());
    expect(items.map(({ value, name, alerts }) => [value, name, alerts])).toEqual(expected);
    expect(more).toBe(false);
  });

  it('tells that there is more, and masks contacts that are names', async () => {
    const few = facetList.parse((await test.get('/api/v1/alerts/facets?of=seller&limit=2', cookie)).json());
    expect([few.items.length, few.more]).toEqual([2, true]);
    const { text } = await test.get('/api/v1/alerts/facets?of=seller', cookie);
    expect(facetList.parse(JSON.parse(text)).items.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(5);
    expect(text).toMatch(/Call •+/);
    expect(text).not.toMatch(PERSONAL);
  });
});

describe('the list', () => {
  it.each(cases.listCases)('$name', async ({ query, expected }) => {
    const page = await list(query);
    expect(page.items.map((row) => ids.indexOf(row.id))).toEqual(expected);
    expect(page.total).toBe(expected.length);
    expect(page.next).toBeNull();
  });

  it.each(['urgency', 'newest', 'oldest', 'score'])(
    'by %s is the same page by page as at once',
    async (sort) => {
      const whole = (await list(`?sort=${sort}`)).items.map((row) => row.id);
      expect(whole).toHaveLength(ids.length);
      const paged: number[] = [];
      for (let cursor = ''; ; ) {
        const page = await list(`?sort=${sort}&limit=2${cursor}`);
        expect(page.total).toBe(ids.length);
        paged.push(...page.items.map((row) => row.id));
        if (page.next === null) break;
        cursor = `&cursor=${encodeURIComponent(page.next)}`;
      }
      expect(paged).toEqual(whole);
    },
  );

  it('masks contacts in titles and names of sellers', async () => {
    const answer = await test.get('/api/v1/alerts', cookie);
    expect(answer.text).not.toMatch(PERSONAL);
    expect(answer.text).toContain('4-Piperidone');
    expect(answer.text).toContain('•');
  });
});

describe('one alert', () => {
  it('shows everything but contacts', async () => {
    const answer = await test.get(`/api/v1/alerts/${idOf(2)}`, cookie);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(PERSONAL);
    const detail = alertDetail.parse(answer.json());
    expect(detail.listing.description).toContain('CAS 41661-47-6');
    expect(detail.listing.contacts.map((contact) => contact.kind)).toEqual(['phone', 'email', 'telegram']);
    expect(detail).toMatchObject({ law: LAW, watchlist: WATCHLIST, decisions: [], capture: null });
  });

  it('shows the numbers of things that look like those of people: of the post, and of what was found', async () => {
    await using other = await openTestServer();
    const description = 'Ad 2876543210: cas2167189504, 500 g. Call 138 1234 5678 or 020 7946 0011.';
    const contacts = [...CONTACTS];
    const listing = { externalId: '2876543210', title: 'Powder', description, contacts };
    const [id] = await seedAlerts(other.db, [{ listing, terms: ['2167189504'] }]);
    const asked = await other.get(`/api/v1/alerts/${id}`, await other.signIn());
    const detail = alertDetail.parse(asked.json());
    const shown = 'Ad 2876543210: cas2167189504, 500 g. Call •••••••••••78 or •••••••••••11.';
    expect(detail.listing.description).toBe(shown);
    const text = detail.texts.find(({ field }) => field === 'description');
    expect([text?.text, text?.hits.map((hit) => hit.text)]).toEqual([shown, ['2167189504']]);
  });

  it('marks the terms where they stand, in the masked text too', async () => {
    const { texts, listing } = await detailOf(idOf(2));
    const marked = texts.flatMap(({ field, text, hits }) =>
      hits.map((hit) => ({ field, term: hit.term, shown: text.slice(hit.start, hit.end), text: hit.text })),
    );
    expect(marked).toEqual([
      { field: 'title', term: '4-Piperidone', shown: '4-Piperidone', text: '4-Piperidone' },
      { field: 'description', term: '4-Piperidone', shown: '4-Piperidone', text: '4-Piperidone' },
      { field: 'description', term: '41661-47-6', shown: '41661-47-6', text: '41661-47-6' },
      { field: 'attributes', term: '41661-47-6', shown: '41661-47-6', text: '41661-47-6' },
    ]);
    expect(texts.find((each) => each.field === 'title')?.text).toBe(listing.title);
    expect(texts.find((each) => each.field === 'attributes')?.hits[0]?.start).toBe(
      '7: x\nProduct number: '.length,
    );
  });

  it('shows each text as it is compared beside the original, masked as well, with the same terms', async () => {
    await using fresh = await openTestServer();
    const [id = 0] = await seedAlerts(fresh.db, [
      {
        listing: {
          title: '４－Ｐｉｐｅｒｉｄｏｎｅ　９８ %',
          contacts: [{ kind: 'email', value: 'ann@shop.example', raw: 'Ann@Shop.example' }],
          description: '4-Piper\u200bidone: Ann@Shop.example',
        },
        terms: ['４－Ｐｉｐｅｒｉｄｏｎｅ', '4-Piper\u200bidone'],
      },
    ]);
    const { texts } = alertDetail.parse(
      (await fresh.get(`/api/v1/alerts/${id}`, await fresh.signIn())).json(),
    );
    expect(texts.map(({ normalised: { text } }) => text)).toEqual([
      '4-piperidone 98 %',
      '4-piperidone: ••••••••••••••le',
    ]);
    for (const { normalised, hits } of texts) {
      expect(normalised.spans).toHaveLength(hits.length);
      for (const { start, end } of normalised.spans)
        expect(normalised.text.slice(start, end)).toBe('4-piperidone');
    }
  });

  it('names what would hide it, and how its second look stands to those who may know', async () => {
    const lead = await test.signIn('lead');
    const id = idOf(0);
    const reason = 'A wholesaler that was checked';
    const expiresAt = '2026-03-01T00:00:00Z';
    await test.post('/api/v1/suppressions', { site: 'shop-a', reason, expiresAt }, lead);
    const ofLead = alertDetail.parse((await test.get(`/api/v1/alerts/${id}`, lead)).json());
    expect(ofLead.metBy).toMatchObject([{ reason, by: 'lead', expiresAt: '2026-03-01T00:00:00.000Z' }]);
    expect(ofLead.quality).toEqual({ secondLook: null, gold: false });
    expect((await detailOf(id)).quality).toBeNull();
    const [{ id: suppression } = { id: 0 }] = ofLead.metBy;
    await test.server.inject({
      method: 'DELETE',
      url: `/api/v1/suppressions/${suppression}`,
      headers: { cookie: lead },
    });
    expect((await detailOf(id)).metBy).toEqual([]);
  });

  it('finds a mark again when the page has changed the order of its attributes', async () => {
    await using fresh = await openTestServer();
    const attributes = { Name: '4-Piperidone', CAS: '41661-47-6' };
    const [id = 0] = await seedAlerts(fresh.db, [
      { listing: { title: 'x', attributes }, terms: ['41661-47-6'] },
    ]);
    const turned = { CAS: attributes.CAS, Name: attributes.Name };
    const { content } = await fresh.db.selectFrom('listings').select('content').executeTakeFirstOrThrow();
    const changed = JSON.stringify({ ...content, attributes: turned });
    await fresh.db.updateTable('listings').set({ content: changed }).execute();
    const answer = await fresh.get(`/api/v1/alerts/${id}`, await fresh.signIn());
    const text = alertDetail.parse(answer.json()).texts.find((each) => each.field === 'attributes');
    expect(text?.hits).toMatchObject([{ start: 'CAS: '.length, text: '41661-47-6' }]);
  });

  it('gives a script in a listing as the plain text that it is, under a type that no browser runs', async () => {
    const answer = await test.get(`/api/v1/alerts/${idOf(2)}`, cookie);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(alertDetail.parse(answer.json()).listing.description).toContain(SCRIPT);
    expect(alertDetail.parse(answer.json()).listing.seller?.name).toContain(SCRIPT);
  });
});

describe('deciding', () => {
  const post = (id: number, path: 'decisions' | 'reopen', body: object, as = cookie) =>
    test.post(`/api/v1/alerts/${id}/${path}`, body, as);

  it.each(cases.decisionCases)('$name', async ({ alert, path, body, status, problem: name }) => {
    const target = alert === null ? 4711 : idOf(alert);
    const before = alert === null ? null : await detailOf(target);
    const answer = await post(target, path === 'reopen' ? 'reopen' : 'decisions', body);
    expect(answer.status).toBe(status);
    expect(problem.parse(answer.json())).toMatchObject({
      status,
      type: `urn:precursor-watch:problem:${name}`,
    });
    if (alert !== null) expect(await detailOf(target)).toEqual(before);
  });

  it('writes outcome, reason, note, name, revision, list and law, and answers with the alert as it is then', async () => {
    const body = { outcome: 'dismissed', reason: 'other-substance', note: ' A dye ', revision: 1 };
    const answer = await post(idOf(3), 'decisions', body);
    expect(answer.status).toBe(200);
    const detail = alertDetail.parse(answer.json());
    expect(detail).toMatchObject({ state: 'decided', outcome: 'dismissed', revision: 1 });
    expect(detail.decisions).toEqual([
      {
        id: expect.any(Number),
        action: 'decide',
        outcome: 'dismissed',
        reason: 'other-substance',
        policy: null,
        note: 'A dye',
        duplicateOf: null,
        undoes: null,
        by: 'analyst',
        at: test.time.now.toISOString(),
        revision: 1,
        watchlist: WATCHLIST,
        law: LAW,
      },
    ]);
    expect(await detailOf(idOf(3))).toEqual(detail);
    const page = await list('?state=decided');
    expect(page.items.map((row) => row.id)).toEqual([idOf(3)]);
    const figures = overview.parse((await test.get('/api/v1/overview', cookie)).json());
    expect(figures).toMatchObject({ open: 4, decided: 1, practice: false, sites: [{ id: 'shop-a' }] });
  });

  it('is refused for an alert that is decided, until it is reopened; both decisions stay', async () => {
    const again = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };
    const second = await post(idOf(3), 'decisions', again);
    expect([second.status, problem.parse(second.json()).title]).toEqual([
      409,
      'The present state does not allow this',
    ]);
    const reopened = await post(idOf(3), 'reopen', { note: 'Looked wrong', revision: 1 });
    expect(alertDetail.parse(reopened.json())).toMatchObject({ state: 'reopened', outcome: null });
    const third = alertDetail.parse((await post(idOf(3), 'decisions', again)).json());
    expect(third.decisions.map(({ outcome, reason, note }) => [outcome, reason, note])).toEqual([
      ['dismissed', 'other-substance', 'A dye'],
      [null, null, 'Looked wrong'],
      ['confirmed', 'offers-listed-substance', null],
    ]);
  });

  it('is refused when the alert was revised after it was seen', async () => {
    await using fresh = await openTestServer();
    const as = await fresh.signIn();
    const [id = 0] = await seedAlerts(fresh.db, [{}]);
    const alert = (await findAlert(fresh.db, id)) ?? expect.fail('no alert');
    await reviseAlert(fresh.db, { ...alert, now: fresh.time.now });
    const body = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };
    const stale = await fresh.post(`/api/v1/alerts/${id}/decisions`, body, as);
    expect(stale.status).toBe(412);
    expect(problem.parse(stale.json())).toMatchObject({
      type: 'urn:precursor-watch:problem:stale',
      detail: 'You saw revision 1, it is now at 2. Look at it again, then decide.',
    });
    expect((await fresh.post(`/api/v1/alerts/${id}/decisions`, { ...body, revision: 2 }, as)).status).toBe(
      200,
    );
  });

  it('is one decision only when two analysts decide at the same moment', async () => {
    await using fresh = await openTestServer();
    const [id = 0] = await seedAlerts(fresh.db, [{}]);
    const order = {
      alert: id,
      seen: { revision: 1, version: null },
      order: {
        action: 'decide',
        outcome: 'confirmed',
        reason: 'offers-listed-substance',
        policy: null,
        note: null,
        duplicateOf: null,
      },
    } as const;
    const users = await listUsers(fresh.db);
    const deciders = users.filter(({ role }) => role === 'analyst' || role === 'lead');
    const both = await Promise.all(
      deciders.map((user) => actOnAlert(fresh.db, order, user, DEFAULT_RULES.policies, fresh.time.now)),
    );
    expect(both.map((result) => result.kind).toSorted()).toEqual(['done', 'wrong-state']);
    expect(await fresh.db.selectFrom('decisions').selectAll().execute()).toHaveLength(1);
  });

  it('is not for an account that may only read', async () => {
    const reader = await test.signIn('viewer');
    const body = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };
    for (const [path, what] of [
      ['decisions', body],
      ['reopen', { note: null, revision: 1 }],
    ] as const) {
      expect((await post(idOf(0), path, what, reader)).status).toBe(403);
    }
    expect((await test.get(`/api/v1/alerts/${idOf(0)}`, reader)).status).toBe(200);
    expect((await detailOf(idOf(0))).decisions).toEqual([]);
  });
});
