/** The desk over HTTP: versions, policies, putting off, undo, many alerts at once, hiding, views. */

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type AlertDetail, alertDetail, alertPage } from '../src/model/api.ts';
import { bulkPreview, bulkResult, undoList, undoResult } from '../src/model/bulk-api.ts';
import { claimNextAnswer } from '../src/model/claim-api.ts';
import { decisionFeed } from '../src/model/feed-api.ts';
import { overview } from '../src/model/overview-api.ts';
import type { Role } from '../src/model/permissions.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import { suppressionList, suppressionPreview } from '../src/model/suppression-api.ts';
import { viewList } from '../src/model/view-api.ts';
import { openTestServer, type TestServer, type TestServerOptions } from './support/open-test-server.ts';
import { type SeededAlert, seedAlerts } from './support/seed-alerts.ts';
import { findAlert, reviseAlert } from './support/single-rows.ts';
import { until as seen } from './support/until.ts';

const CONFIRM = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 } as const;
const REPEATS = { outcome: 'duplicate', reason: 'same-offer', note: null } as const;
const DECIDE = { action: 'decide', outcome: 'dismissed', reason: 'not-an-offer', note: null } as const;

type Desk = TestServer & {
  readonly ids: number[];
  readonly as: Readonly<Record<'analyst' | 'lead', string>>;
  readonly detail: (index: number) => Promise<AlertDetail>;
  readonly open: (query?: string) => Promise<number[]>;
  readonly send: (
    url: string,
    body: unknown,
    role?: 'analyst' | 'lead',
    headers?: Record<string, string>,
  ) => ReturnType<TestServer['post']>;
};

/** `open` gives the places of the alerts that a list shows, among those that were seeded. */
async function openDesk(alerts: readonly SeededAlert[], options: TestServerOptions = {}): Promise<Desk> {
  const server = await openTestServer(options);
  const ids = await seedAlerts(server.db, alerts);
  const as = { analyst: await server.signIn('analyst'), lead: await server.signIn('lead') };
  return Object.assign(server, {
    ids,
    as,
    detail: async (index: number) =>
      alertDetail.parse((await server.get(`/api/v1/alerts/${ids[index]}`, as.lead)).json()),
    open: async (query = '') =>
      alertPage
        .parse((await server.get(`/api/v1/alerts${query}`, as.analyst)).json())
        .items.map((row) => ids.indexOf(row.id)),
    send: (
      url: string,
      body: unknown,
      role: 'analyst' | 'lead' = 'analyst',
      headers: Record<string, string> = {},
    ) =>
      server.post(
        url.replace(/#(\d+)/, (_, index) => String(ids[Number(index)])),
        body,
        as[role],
        headers,
      ),
  });
}

const hour = 3_600_000;
function pass(desk: Desk, ms: number): void {
  desk.time.now = new Date(desk.time.now.getTime() + ms);
}
const problemOf = (answer: { json: () => unknown }) =>
  (answer.json() as { type: string }).type.replace('urn:precursor-watch:problem:', '');

describe('the version of an alert', () => {
  it('is its ETag, and a decision that names an older one is refused', async () => {
    await using desk = await openDesk([{}]);
    const seen = await desk.get(`/api/v1/alerts/${desk.ids[0]}`, desk.as.analyst);
    expect(seen.headers['etag']).toBe('"1"');
    const escalated = await desk.send('/api/v1/alerts/#0/escalate', { note: 'Look', revision: 1 });
    expect([escalated.status, escalated.headers['etag']]).toEqual([200, '"2"']);
    const stale = await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'lead', { 'if-match': '"1"' });
    expect([stale.status, problemOf(stale)]).toEqual([412, 'stale']);
    const fresh = await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'lead', { 'if-match': '"2"' });
    expect([fresh.status, fresh.headers['etag']]).toEqual([200, '"3"']);
  });

  it.each(['1', 'W/"1"', '"one"', ''])('that is written as %s is refused', async (tag) => {
    await using desk = await openDesk([{}]);
    const answer = await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'analyst', { 'if-match': tag });
    expect([answer.status, problemOf(answer)]).toEqual([400, 'bad-request']);
  });

  it('may be any when the sender says so', async () => {
    await using desk = await openDesk([{}]);
    const answer = await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'analyst', { 'if-match': '*' });
    expect(answer.status).toBe(200);
  });

  it('rises when a crawl finds something new', async () => {
    await using desk = await openDesk([{}]);
    const stored = (await findAlert(desk.db, desk.ids[0] ?? 0)) ?? expect.fail('no alert');
    await reviseAlert(desk.db, { ...stored, now: desk.time.now });
    expect(await desk.detail(0)).toMatchObject({ revision: 2, version: 2 });
  });
});

describe('policies', () => {
  const rules = {
    ...DEFAULT_RULES,
    policies: { requiredFor: ['confirmed' as const], list: [{ id: 'law-a', name: 'Law A', source: null }] },
  };

  it('are told, and a decision that needs one names one of them', async () => {
    await using desk = await openDesk([{}], { rules });
    expect((await desk.get('/api/v1/policies', desk.as.analyst)).json()).toEqual(rules.policies);
    const post = (policy: string | null) => desk.send('/api/v1/alerts/#0/decisions', { ...CONFIRM, policy });
    expect(problemOf(await post(null))).toBe('policy-missing');
    expect(problemOf(await post('law-b'))).toBe('policy-unknown');
    const done = alertDetail.parse((await post('law-a')).json());
    expect(done.decisions).toMatchObject([{ outcome: 'confirmed', policy: 'law-a' }]);
  });
});

describe('a duplicate', () => {
  it('names another alert, which must be there', async () => {
    await using desk = await openDesk([{}, {}]);
    const post = (duplicateOf: number | undefined) =>
      desk.send('/api/v1/alerts/#0/decisions', {
        outcome: 'duplicate',
        reason: 'same-offer',
        note: null,
        duplicateOf,
        revision: 1,
      });
    expect(problemOf(await post(4711))).toBe('wrong-duplicate');
    expect(problemOf(await post(desk.ids[0]))).toBe('wrong-duplicate');
    const done = alertDetail.parse((await post(desk.ids[1])).json());
    expect(done.decisions).toMatchObject([{ outcome: 'duplicate', duplicateOf: desk.ids[1] }]);
  });

  it('is not of one that repeats it already, not even over others: nobody would look at any of them', async () => {
    await using desk = await openDesk([{}, {}, {}]);
    const repeat = (index: number, of: number) =>
      desk.send(`/api/v1/alerts/#${index}/decisions`, { ...REPEATS, duplicateOf: desk.ids[of], revision: 1 });
    expect((await repeat(0, 1)).status).toBe(200);
    expect((await repeat(1, 2)).status).toBe(200);
    expect(problemOf(await repeat(2, 0))).toBe('wrong-duplicate');
    expect(await desk.open()).toEqual([2]);
    await desk.send('/api/v1/alerts/#1/reopen', { note: null, revision: 1 });
    expect((await repeat(2, 0)).status).toBe(200);
  });
});

describe('putting off', () => {
  it('takes an alert out of the list until its time, then it is back where it was', async () => {
    await using desk = await openDesk([{}, {}]);
    const until = new Date(desk.time.now.getTime() + hour).toISOString();
    const answer = await desk.send('/api/v1/alerts/#0/snooze', { until, note: null, revision: 1 });
    expect(alertDetail.parse(answer.json())).toMatchObject({ state: 'snoozed', snoozedUntil: until });
    expect(await desk.open()).toEqual([1]);
    expect(await desk.open('?state=snoozed')).toEqual([0]);
    pass(desk, hour - 1);
    expect(await desk.open()).toEqual([1]);
    pass(desk, 1001);
    expect(await desk.open()).toEqual([0, 1]);
    expect(await desk.detail(0)).toMatchObject({ state: 'open', snoozedUntil: null });
  });

  it('ends when somebody wakes it', async () => {
    await using desk = await openDesk([{}]);
    const until = new Date(desk.time.now.getTime() + hour).toISOString();
    await desk.send('/api/v1/alerts/#0/snooze', { until, note: null, revision: 1 });
    expect((await desk.send('/api/v1/alerts/#0/wake', { note: null, revision: 1 })).status).toBe(200);
    expect(await desk.open()).toEqual([0]);
  });

  it('leaves an alert that was escalated to the leads', async () => {
    await using desk = await openDesk([{}, {}]);
    const until = new Date(desk.time.now.getTime() + hour).toISOString();
    const seen = { note: 'look', revision: 1 };
    await desk.send('/api/v1/alerts/#0/escalate', seen);
    expect((await desk.send('/api/v1/alerts/#0/snooze', { until, ...seen }, 'lead')).status).toBe(200);
    const told = async (path: string, body: object) => {
      const answer = await desk.send(path, body);
      return [answer.status, problemOf(answer)];
    };
    expect(await told('/api/v1/alerts/#0/decisions', CONFIRM)).toEqual([403, 'not-permitted']);
    expect(await told('/api/v1/alerts/#0/wake', seen)).toEqual([403, 'not-permitted']);
    expect(await told('/api/v1/alerts/#0/claim', {})).toEqual([409, 'wrong-state']);
    expect(await told('/api/v1/alerts/#0/claim/take-over', { reason: 'urgent' })).toEqual([
      409,
      'wrong-state',
    ]);
    const [first = 0] = desk.ids;
    const bulk = await desk.send('/api/v1/bulk', {
      target: { alerts: [first] },
      order: { action: 'wake', note: null },
    });
    expect(bulk.json()).toMatchObject({
      change: 0,
      skipped: [{ why: 'escalated: a lead decides it', alerts: 1 }],
    });
    expect((await desk.send('/api/v1/alerts/#0/claim', {}, 'lead')).status).toBe(200);
    expect((await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'lead')).status).toBe(200);
  });

  it.each(['tomorrow', '2026-02-01', '2026-02-30T00:00:00Z'])('until "%s" is refused', async (until) => {
    await using desk = await openDesk([{}]);
    const answer = await desk.send('/api/v1/alerts/#0/snooze', { until, note: null, revision: 1 });
    expect(answer.status).toBe(400);
  });
});

describe('undo', () => {
  const undo = async (desk: Desk, body: object = {}) => {
    const answer = await desk.send('/api/v1/undo', body);
    return answer.status === 200 ? undoResult.parse(answer.json()) : problemOf(answer);
  };

  it('takes back the latest first, and puts everything as it was', async () => {
    await using desk = await openDesk([{}, {}]);
    const [before0, before1] = [await desk.detail(0), await desk.detail(1)];
    pass(desk, hour);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    await desk.send('/api/v1/alerts/#1/escalate', { note: 'Look', revision: 1 });
    const items = undoList.parse((await desk.get('/api/v1/undo', desk.as.analyst)).json()).items;
    expect(items.map(({ action, alert, possible }) => [action, desk.ids.indexOf(alert), possible])).toEqual([
      ['escalate', 1, 1],
      ['decide', 0, 1],
    ]);
    expect(items.map(({ title }) => title)).toEqual([before1.title, before0.title]);
    expect(await undo(desk)).toEqual({ undone: [desk.ids[1]], kept: [] });
    expect(await undo(desk)).toEqual({ undone: [desk.ids[0]], kept: [] });
    expect(await undo(desk)).toBe('nothing-to-undo');
    for (const [index, before] of [before0, before1].entries()) {
      const { decisions, version, ...after } = await desk.detail(index);
      const { decisions: _none, version: _first, ...was } = before;
      expect(after).toEqual(was);
      expect(version).toBe(3);
      expect(decisions.map(({ action }) => action)).toEqual([index === 0 ? 'decide' : 'escalate', 'undo']);
      expect(decisions[1]?.undoes).toBe(decisions[0]?.id);
    }
  });

  it('leaves an alert alone that anybody touched since', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    await desk.send('/api/v1/alerts/#0/reopen', { note: null, revision: 1 }, 'lead');
    expect(await undo(desk)).toBe('nothing-to-undo');
    expect(await desk.detail(0)).toMatchObject({ state: 'reopened' });
  });

  it('leaves an alert alone that a colleague holds', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/escalate', { note: 'Look', revision: 1 });
    await desk.send('/api/v1/alerts/#0/claim', {}, 'lead');
    expect(problemOf(await desk.send('/api/v1/undo', {}))).toBe('nothing-to-undo');
    expect((await desk.detail(0)).state).toBe('escalated');
  });

  it('is for one’s own orders only', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    const { items } = undoList.parse((await desk.get('/api/v1/undo', desk.as.analyst)).json());
    const order = { kind: 'one', id: items[0]?.id };
    expect(problemOf(await desk.send('/api/v1/undo', { order }, 'lead'))).toBe('nothing-to-undo');
    expect(await undo(desk, { order })).toEqual({ undone: desk.ids, kept: [] });
  });

  it('reaches ten orders back and no further', async () => {
    await using desk = await openDesk(Array.from({ length: 12 }, () => ({})));
    for (const index of desk.ids.keys()) await desk.send(`/api/v1/alerts/#${index}/decisions`, CONFIRM);
    const { items } = undoList.parse((await desk.get('/api/v1/undo', desk.as.analyst)).json());
    expect(items.map(({ alert }) => desk.ids.indexOf(alert))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  });

  it('is done once when two tabs ask for it at the same moment', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    const both = await Promise.all([undo(desk), undo(desk)]);
    expect(both.filter((each) => each === 'nothing-to-undo')).toHaveLength(1);
    expect((await desk.detail(0)).decisions.map(({ action }) => action)).toEqual(['decide', 'undo']);
  });
});

describe('an order on many alerts', () => {
  const preview = async (desk: Desk, body: object, role: 'analyst' | 'lead' = 'analyst') =>
    bulkPreview.parse((await desk.send('/api/v1/bulk', body, role)).json());
  const apply = async (desk: Desk, id: number, role: 'analyst' | 'lead' = 'analyst') =>
    bulkResult.parse((await desk.send(`/api/v1/bulk/${id}/apply`, {}, role)).json());

  it('shows what it would change, changes exactly that, and is taken back as one', async () => {
    await using desk = await openDesk([
      { severity: 'low', listing: { title: 'Alpha' } },
      { severity: 'high', listing: { title: 'Alpha' } },
      { severity: 'high', listing: { title: 'Beta' } },
    ]);
    const target = { filters: { text: 'alpha' } };
    const shown = await preview(desk, { target, order: DECIDE });
    expect(shown).toMatchObject({
      matched: 2,
      cap: 500,
      change: 2,
      skipped: [],
      bySeverity: { low: 1, high: 1 },
    });
    expect(shown.sample.map((row) => desk.ids.indexOf(row.id))).toEqual([1, 0]);
    expect(await desk.open()).toEqual([1, 2, 0]);
    expect((await apply(desk, shown.id)).changed.toSorted((a, b) => a - b)).toEqual(desk.ids.slice(0, 2));
    expect(await desk.open()).toEqual([2]);
    expect((await desk.detail(0)).decisions).toMatchObject([
      { outcome: 'dismissed', reason: 'not-an-offer' },
    ]);
    const { items } = undoList.parse((await desk.get('/api/v1/undo', desk.as.analyst)).json());
    expect(items).toMatchObject([
      { kind: 'bulk', alerts: 2, possible: 2, action: 'decide', outcome: 'dismissed' },
    ]);
    const undone = undoResult.parse((await desk.send('/api/v1/undo', {})).json());
    expect(undone).toEqual({ undone: desk.ids.slice(0, 2), kept: [] });
    expect(await desk.open()).toEqual([1, 2, 0]);
    expect(undoList.parse((await desk.get('/api/v1/undo', desk.as.analyst)).json()).items).toEqual([]);
  });

  it('leaves out what was touched since, what a colleague holds and what the state forbids, and says so', async () => {
    await using desk = await openDesk([{}, {}, {}, {}, {}]);
    await desk.send('/api/v1/alerts/#0/claim', {}, 'lead');
    await desk.send('/api/v1/alerts/#1/decisions', CONFIRM, 'lead');
    await desk.send('/api/v1/alerts/#2/escalate', { note: 'Look', revision: 1 });
    const shown = await preview(desk, { target: { alerts: [...desk.ids, 4711] }, order: DECIDE });
    expect(shown).toMatchObject({ matched: 6, change: 2 });
    expect(shown.skipped.toSorted((a, b) => a.why.localeCompare(b.why))).toEqual([
      { why: 'escalated: a lead decides it', alerts: 1 },
      { why: 'held by somebody else', alerts: 1 },
      { why: 'not there', alerts: 1 },
      { why: 'This alert is decided. Reopen it first.', alerts: 1 },
    ]);
    await desk.send('/api/v1/alerts/#3/decisions', CONFIRM, 'lead');
    const result = await apply(desk, shown.id);
    expect(result).toMatchObject({
      changed: [desk.ids[4]],
      skipped: [{ why: 'changed since the preview', alerts: 1 }],
    });
    expect((await desk.detail(3)).outcome).toBe('confirmed');
    await desk.send('/api/v1/alerts/#4/reopen', { note: null, revision: 1 }, 'lead');
    expect(problemOf(await desk.send('/api/v1/undo', { order: { kind: 'bulk', id: shown.id } }))).toBe(
      'nothing-to-undo',
    );
  });

  it('decides none as a duplicate of itself, nor of what is not there', async () => {
    await using desk = await openDesk([{}, {}]);
    const order = (duplicateOf: number | undefined) => ({ action: 'decide', ...REPEATS, duplicateOf });
    const target = { alerts: desk.ids };
    const nothing = await preview(desk, { target, order: order(4711) });
    expect(nothing).toMatchObject({ change: 0, skipped: [{ alerts: 2 }] });
    const shown = await preview(desk, { target, order: order(desk.ids[0]) });
    expect(shown).toMatchObject({ change: 1, skipped: [{ alerts: 1 }] });
    expect((await apply(desk, shown.id)).changed).toEqual([desk.ids[1]]);
    expect(await desk.open()).toEqual([0]);
  });

  it('takes the most urgent when there are more than the bound', async () => {
    const alerts = (['low', 'critical', 'medium', 'high'] as const).map((severity) => ({ severity }));
    await using desk = await openDesk(alerts, { rules: { ...DEFAULT_RULES, bulk: 2 } });
    const shown = await preview(desk, { target: { filters: {} }, order: DECIDE });
    expect(shown).toMatchObject({ matched: 4, cap: 2, change: 2, bySeverity: { critical: 1, high: 1 } });
    await apply(desk, shown.id);
    expect(await desk.open()).toEqual([2, 0]);
  });

  it('is applied once, by its author, while its preview is fresh', async () => {
    await using desk = await openDesk([{}, {}]);
    const shown = await preview(desk, { target: { alerts: [desk.ids[0]] }, order: DECIDE });
    const post = (role: 'analyst' | 'lead') => desk.send(`/api/v1/bulk/${shown.id}/apply`, {}, role);
    expect(problemOf(await post('lead'))).toBe('not-found');
    const both = await Promise.all([post('analyst'), post('analyst')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const late = await preview(desk, { target: { alerts: [desk.ids[1]] }, order: DECIDE });
    pass(desk, 11 * 60_000);
    const answer = await desk.send(`/api/v1/bulk/${late.id}/apply`, {});
    expect([answer.status, problemOf(answer)]).toEqual([409, 'expired']);
  });

  it('changes nothing when its reason is wrong', async () => {
    await using desk = await openDesk([{}]);
    const order = { ...DECIDE, reason: 'offers-listed-substance' };
    const shown = await preview(desk, { target: { alerts: desk.ids }, order });
    expect(shown).toMatchObject({ change: 0, sample: [] });
    expect(shown.skipped[0]?.why).toMatch(/^The reasons for "dismissed" are/);
  });
});

describe('hiding', () => {
  /** Shorter than a session. */
  const A_WHILE = 6 * hour;
  const until = (desk: Desk, ms: number) => new Date(desk.time.now.getTime() + ms).toISOString();

  it('by term takes alerts with nothing else in them, old and new ones, and shows them again at its end', async () => {
    await using desk = await openDesk([
      { terms: ['Piperidone'], listing: { title: 'Piperidone' } },
      { terms: ['Piperidone', '41661-47-6'], listing: { title: 'Piperidone 41661-47-6' } },
      { terms: ['piperidone'], listing: { title: 'piperidone again' } },
    ]);
    await desk.send('/api/v1/alerts/#2/decisions', CONFIRM, 'lead');
    const scope = { term: 'piperidone' };
    const shown = suppressionPreview.parse(
      (await desk.send('/api/v1/suppressions/preview', scope, 'lead')).json(),
    );
    expect(shown).toMatchObject({ waiting: 1, confirmed: 1, dismissed: 0 });
    expect(shown.sample.map(({ id }) => id)).toEqual([desk.ids[0]]);
    const body = { ...scope, reason: 'A shop for dyes', expiresAt: until(desk, A_WHILE) };
    expect((await desk.send('/api/v1/suppressions', body, 'lead')).status).toBe(201);
    expect(await desk.open()).toEqual([1]);
    expect(await desk.open('?state=suppressed')).toEqual([0]);
    // What was decided is looked at again when something new is found; then it is hidden like the others.
    const stored = (await findAlert(desk.db, desk.ids[2] ?? 0)) ?? expect.fail('no alert');
    await reviseAlert(desk.db, { ...stored, now: desk.time.now });
    expect(await desk.open('?state=suppressed')).toEqual([0, 2]);
    const figures = overview.parse((await desk.get('/api/v1/overview', desk.as.lead)).json());
    expect(figures).toMatchObject({ open: 1, suppressed: 2 });
    pass(desk, A_WHILE);
    expect(await desk.open()).toEqual([0, 1, 2]);
    const { items } = suppressionList.parse(
      (await desk.get('/api/v1/suppressions?ended=true', desk.as.analyst)).json(),
    );
    expect(items).toMatchObject([
      {
        term: 'piperidone',
        by: 'lead',
        reason: 'A shop for dyes',
        hidden: 0,
        hiddenEver: 2,
        endedAt: until(desk, 0),
      },
    ]);
  });

  it('by seller and site is ended by a lead, and another one goes on hiding what it meets', async () => {
    await using desk = await openDesk([{}, {}]);
    const sellerId = (await desk.detail(0)).sellerId;
    const common = { reason: 'Known', expiresAt: until(desk, A_WHILE) };
    const one = await desk.send('/api/v1/suppressions', { seller: sellerId, ...common }, 'lead');
    const other = await desk.send('/api/v1/suppressions', { site: 'shop-a', ...common }, 'lead');
    expect(await desk.open('?state=suppressed')).toEqual([0, 1]);
    const claim = claimNextAnswer.parse((await desk.send('/api/v1/claims/next', {})).json());
    expect(claim).toEqual({ claim: null });
    const end = async (made: { json: () => unknown }) => {
      const { id } = made.json() as { id: number };
      const url = `/api/v1/suppressions/${id}`;
      return (await desk.server.inject({ method: 'DELETE', url, headers: { cookie: desk.as.lead } }))
        .statusCode;
    };
    expect(await end(one)).toBe(204);
    expect(await desk.open()).toEqual([]);
    expect(await end(other)).toBe(204);
    expect(await end(other)).toBe(404);
    expect(await desk.open()).toEqual([0, 1]);
  });

  it('ends for what was being written at that moment, too', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM, 'lead');
    const body = { site: 'shop-a', reason: 'Known', expiresAt: until(desk, A_WHILE) };
    const made = await desk.send('/api/v1/suppressions', body, 'lead');
    const { id } = made.json() as { id: number };
    const stored = (await findAlert(desk.db, desk.ids[0] ?? 0)) ?? expect.fail('no alert');
    await desk.db.transaction().execute(async (tx) => {
      await reviseAlert(tx, { ...stored, now: desk.time.now });
      const url = `/api/v1/suppressions/${id}`;
      await desk.server.inject({ method: 'DELETE', url, headers: { cookie: desk.as.lead } });
    });
    pass(desk, 2000);
    expect(await desk.open()).toEqual([0]);
  });

  it('by term leaves what names another one in any of its listings', async () => {
    await using desk = await openDesk([
      { terms: ['Piperidone'], listing: { title: 'Piperidone' } },
      { terms: ['41661-47-6'], listing: { title: '41661-47-6' } },
    ]);
    const [first, second] = await Promise.all([0, 1].map((index) => desk.detail(index)));
    await desk.send(`/api/v1/offers/${first?.offer}/merge`, { offers: [second?.offer], reason: 'one drum' });
    const scope = { term: 'piperidone', reason: 'A shop for dyes', expiresAt: until(desk, A_WHILE) };
    const shown = await desk.send('/api/v1/suppressions/preview', { term: 'piperidone' }, 'lead');
    expect(shown.json()).toMatchObject({ waiting: 0 });
    await desk.send('/api/v1/suppressions', scope, 'lead');
    const stored = (await findAlert(desk.db, desk.ids[0] ?? 0)) ?? expect.fail('no alert');
    expect(await desk.open()).toEqual([0]);
    await reviseAlert(desk.db, { ...stored, now: desk.time.now });
    expect(await desk.open()).toEqual([0]);
    expect((await desk.detail(0)).metBy).toEqual([]);
  });

  it.each([
    { name: 'nothing named', body: { reason: 'x' }, status: 400 },
    { name: 'no reason', body: { site: 'shop-a', reason: ' ' }, status: 400 },
    { name: 'no such site', body: { site: 'shop-z', reason: 'x' }, status: 404 },
    { name: 'an end too far away', body: { site: 'shop-a', reason: 'x' }, days: 91, status: 422 },
    { name: 'an end that is over', body: { site: 'shop-a', reason: 'x' }, days: 0, status: 422 },
  ])('with $name is refused', async ({ body, days = 7, status }) => {
    await using desk = await openDesk([{}]);
    const expiresAt = until(desk, days * 24 * hour);
    const answer = await desk.send('/api/v1/suppressions', { ...body, expiresAt }, 'lead');
    expect(answer.status).toBe(status);
    expect(await desk.open()).toEqual([0]);
  });
});

describe('saved views', () => {
  const list = async (test: TestServer, cookie: string) =>
    viewList.parse((await test.get('/api/v1/views', cookie)).json()).items;

  it('are kept under a name, changed and deleted by their owner only, and shared by leads', async () => {
    await using test = await openTestServer();
    const cookies: Partial<Record<Role, string>> = {};
    for (const role of ['analyst', 'lead', 'viewer'] as const) cookies[role] = await test.signIn(role);
    const [ann = '', lea = '', vic = ''] = [cookies.analyst, cookies.lead, cookies.viewer];
    const query = { state: 'open', sort: 'due', language: 'de', olderThanHours: 24 };
    const made = await test.post('/api/v1/views', { name: ' German ', query }, ann);
    expect(made.status).toBe(201);
    expect((await test.post('/api/v1/views', { name: 'german', query }, ann)).status).toBe(409);
    expect((await test.post('/api/v1/views', { name: 'All', query: {}, shared: true }, ann)).status).toBe(
      403,
    );
    expect((await test.post('/api/v1/views', { name: 'All', query: {}, shared: true }, lea)).status).toBe(
      201,
    );
    expect(await list(test, ann)).toMatchObject([
      { name: 'All', by: 'lead', shared: true, mine: false },
      { name: 'German', query, mine: true },
    ]);
    expect((await list(test, vic)).map(({ name }) => name)).toEqual(['All']);
    const { id } = made.json() as { id: number };
    const change = (cookie: string, body: object) =>
      test.server.inject({ method: 'PUT', url: `/api/v1/views/${id}`, payload: body, headers: { cookie } });
    const drop = (cookie: string) =>
      test.server.inject({ method: 'DELETE', url: `/api/v1/views/${id}`, headers: { cookie } });
    expect((await change(lea, { name: 'Mine', query })).statusCode).toBe(404);
    expect((await change(ann, { name: 'Austria', query })).statusCode).toBe(204);
    expect((await drop(lea)).statusCode).toBe(404);
    expect((await drop(ann)).statusCode).toBe(204);
    expect((await list(test, ann)).map(({ name }) => name)).toEqual(['All']);
  });

  it('are shown without what this version does not know of them', async () => {
    await using test = await openTestServer();
    const lead = await test.signIn('lead');
    const body = { name: 'Old', query: { sort: 'due', language: 'de' }, shared: true };
    await test.post('/api/v1/views', body, lead);
    const kept = { sort: 'due', language: 'de', technique: 'no longer', colour: 'blue' };
    await test.db
      .updateTable('saved_views')
      .set({ query: JSON.stringify(kept) })
      .execute();
    expect(await list(test, await test.signIn('viewer'))).toMatchObject([
      { name: 'Old', query: { state: 'open', sort: 'due', language: 'de' } },
    ]);
  });
});

describe('a request with an idempotency key', () => {
  const KEY = { 'idempotency-key': 'a3f1' };
  const decide = (desk: Desk, headers: Record<string, string>, body: object = CONFIRM) =>
    desk.send('/api/v1/alerts/#0/decisions', body, 'analyst', headers);

  it('is carried out once and answered alike, however often it is sent', async () => {
    await using desk = await openDesk([{}]);
    const first = await decide(desk, KEY);
    const second = await decide(desk, KEY);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.json()).toEqual(first.json());
    expect(second.headers['idempotent-replay']).toBe('true');
    expect((await desk.detail(0)).decisions).toHaveLength(1);
  });

  it('is carried out once when both arrive at the same moment', async () => {
    await using desk = await openDesk([{}]);
    const both = await Promise.all([decide(desk, KEY), decide(desk, KEY)]);
    expect(both.map(({ status }) => status)).toContain(200);
    for (const each of both) expect(each.status === 200 || problemOf(each) === 'in-progress').toBe(true);
    expect((await desk.detail(0)).decisions).toHaveLength(1);
  });

  it('is refused when the key was used for something else', async () => {
    await using desk = await openDesk([{}]);
    await decide(desk, KEY);
    const other = await decide(desk, KEY, { ...CONFIRM, note: 'other' });
    expect([other.status, problemOf(other)]).toEqual([422, 'key-reused']);
  });

  it('answers a refusal again as well', async () => {
    await using desk = await openDesk([{}]);
    const wrong = { ...CONFIRM, reason: 'not-an-offer' };
    expect(problemOf(await decide(desk, KEY, wrong))).toBe('wrong-reason');
    const again = await decide(desk, KEY, wrong);
    expect([again.status, again.headers['content-type']]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('has a key of its own account only, and for a day', async () => {
    await using desk = await openDesk([{}, {}]);
    await decide(desk, KEY);
    const lead = await desk.send('/api/v1/alerts/#1/decisions', CONFIRM, 'lead', KEY);
    expect(lead.headers['idempotent-replay']).toBeUndefined();
    pass(desk, 11 * hour);
    await desk.get('/api/v1/session', desk.as.analyst);
    pass(desk, 11 * hour);
    await desk.get('/api/v1/session', desk.as.analyst);
    pass(desk, 3 * hour);
    expect(problemOf(await decide(desk, KEY))).toBe('wrong-state');
  });

  it.each(['', 'two words', 'x'.repeat(201)])('is refused with the key "%s"', async (key) => {
    await using desk = await openDesk([{}]);
    const answer = await decide(desk, { 'idempotency-key': key });
    expect([answer.status, problemOf(answer)]).toEqual([400, 'bad-request']);
    expect(await desk.open()).toEqual([0]);
  });
});

describe('the feed of decisions', () => {
  const read = async (desk: Desk, after = 0) =>
    decisionFeed.parse((await desk.get(`/api/v1/decisions?after=${after}`, desk.as.lead)).json());

  it('tells a decision when it can no longer be undone unseen, each once, with contacts masked', async () => {
    await using desk = await openDesk([{}, { listing: { title: 'Beta' } }]);
    const note = 'Call 138 1234 5678 or a@shop-a.invalid';
    await desk.send('/api/v1/alerts/#0/decisions', { ...CONFIRM, note });
    await desk.send('/api/v1/alerts/#1/decisions', CONFIRM);
    await desk.send('/api/v1/undo', {});
    expect(await read(desk)).toEqual({ items: [], next: 0 });
    pass(desk, 65_000);
    const feed = await read(desk);
    expect(feed.items.map(({ alert, action }) => [desk.ids.indexOf(alert), action])).toEqual([[0, 'decide']]);
    expect(feed.items[0]).toMatchObject({
      site: 'shop-a',
      outcome: 'confirmed',
      practice: false,
      by: 'analyst',
    });
    expect(feed.items[0]?.note).not.toMatch(/1234|shop-a/);
    expect(await read(desk, feed.next)).toEqual({ items: [], next: feed.next });
  });

  it('loses none whose number was given before that of one asked for earlier', async () => {
    await using desk = await openDesk([{}, {}]);
    const begun = desk.time.now;
    pass(desk, 1000);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    desk.time.now = begun;
    await desk.send('/api/v1/alerts/#1/decisions', CONFIRM);
    const told: number[] = [];
    let after = 0;
    for (const ms of [65_000, 500, 5000, 5000]) {
      pass(desk, ms);
      const { items, next } = await read(desk, after);
      told.push(...items.map(({ alert }) => desk.ids.indexOf(alert)));
      after = next;
    }
    expect(told).toEqual([0, 1]);
  });

  it('tells no decision while its undo is being written, nor afterwards', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    pass(desk, 59_900);
    const undoing = await desk.db.transaction().execute(async (tx) => {
      await tx.selectFrom('alerts').select('id').forUpdate().execute();
      const sent = desk.send('/api/v1/undo', {});
      await seen('the undo waits', async () => {
        const { rows } = await sql`select from pg_locks where not granted`.execute(desk.db);
        return rows.length > 0;
      });
      pass(desk, 100);
      expect(await read(desk)).toEqual({ items: [], next: 0 });
      return { sent };
    });
    expect((await undoing.sent).status).toBe(200);
    pass(desk, 66_000);
    expect(await read(desk)).toEqual({ items: [], next: 0 });
  });

  it('tells of an undo that came after the decision had left', async () => {
    await using desk = await openDesk([{}]);
    await desk.send('/api/v1/alerts/#0/decisions', CONFIRM);
    pass(desk, 66_000);
    const { next, items } = await read(desk);
    await desk.send('/api/v1/undo', {});
    pass(desk, 66_000);
    expect((await read(desk, next)).items).toMatchObject([{ action: 'undo', undoes: items[0]?.id }]);
  });
});
