/** Contacts and stored pages: masked until somebody gives a reason, shown to that person alone, for an hour. */

import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import { newToken } from '../src/model/account-api.ts';
import { alertDetail, alertPage, REVEAL_MINUTES } from '../src/model/api.ts';
import { auditPage } from '../src/model/audit.ts';
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { recordCapture } from './support/single-rows.ts';

const PHONE = { kind: 'phone', value: '+8613812345678', raw: '138 1234 5678' } as const;
const TELEGRAM = { kind: 'telegram', value: 'quietseller', raw: '@QuietSeller' } as const;
/** None of these is shown before. */
const PERSONAL = /1234 5678|13812345678|quietseller/i;

const PAGE =
  '<html><head><title>x</title><script>alert(1)</script></head><body><h1>4-Piperidone</h1>' +
  '<p>Ad 2876543210 of 020 7946 0011</p><p>Call <b>138</b> 1234 5678 or write to @QuietSeller</p><img src="https://shop-a.invalid/a.png" alt="drum"></body></html>';
/** The start of a picture is enough: it is not looked into. */
const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex');

let folder: string;
let test: TestServer;
/** With a page, without one, with a picture, and one that is decided. */
let ids: number[];
let analyst: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-reveal-'));
  const captures = openCaptureStore(folder);
  test = await openTestServer({ captures });
  const listing = {
    title: '4-Piperidone @QuietSeller',
    externalId: '2876543210',
    description: 'Call 138 1234 5678',
    contacts: [PHONE, TELEGRAM],
  };
  ids = await seedAlerts(test.db, [{ listing }, { listing }, { listing }, { listing }]);
  for (const [index, [bytes, contentType]] of [
    [Buffer.from(PAGE), 'text/html; charset=utf-8'],
    [PICTURE, 'image/png'],
  ].entries() as IterableIterator<[number, [Buffer, string]]>) {
    const stored = await captures.put(bytes);
    const run = await test.db.selectFrom('runs').select('id').executeTakeFirstOrThrow();
    const common = { siteId: 'shop-a', runId: run.id, url: 'https://shop-a.invalid/item/0', status: 200 };
    await recordCapture(test.db, {
      ...common,
      ...stored,
      contentType,
      fetchedAt: '2026-01-02T00:00:00.000Z',
    });
    await test.db
      .updateTable('listings')
      .set({ capture_sha256: stored.sha256 })
      .where('key', '=', String(index * 2))
      .execute();
  }
  analyst = await test.signIn('analyst');
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const url = (index: number, path = '') => `/api/v1/alerts/${ids[index]}${path}`;

describe('a stored page', () => {
  it('is a document of words that can neither run, nor load, nor lead anywhere', async () => {
    const answer = await test.get(url(0, '/capture'), analyst);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('<h1>4-Piperidone</h1>');
    // The number of the post is no phone number.
    expect(answer.text).toContain('Ad 2876543210 of •••••••••••11');
    expect(answer.text).not.toMatch(/<script|shop-a\.invalid|<img/);
    expect(answer.text).not.toMatch(PERSONAL);
    const policy = String(answer.headers['content-security-policy']).split(';');
    const style = /<style>(.*?)<\/style>/.exec(answer.text)?.[1] ?? '';
    expect(policy).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox',
    ]);
    expect(answer.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('that is not there, is of no alert, or is a picture that could show contacts, is not shown', async () => {
    for (const path of [url(1, '/capture'), url(2, '/capture'), '/api/v1/alerts/4711/capture']) {
      expect((await test.get(path, analyst)).status, path).toBe(404);
    }
  });
});

describe('revealing', () => {
  const reveal = (index: number, reason: string, cookie: string) =>
    test.post(url(index, '/reveal'), { reason }, cookie);

  it('shows contacts to the one who asked, everywhere, for an hour, and puts the reason on record', async () => {
    const before = await test.get(url(0), analyst);
    expect(before.text).not.toMatch(PERSONAL);
    expect(alertDetail.parse(before.json()).revealedUntil).toBeNull();
    const shown = alertDetail.parse((await reveal(0, 'Request 12/2026', analyst)).json());
    expect(shown.listing.contacts).toEqual([PHONE, TELEGRAM]);
    expect(shown.title).toBe('4-Piperidone @QuietSeller');
    const until = new Date(test.time.now.getTime() + REVEAL_MINUTES * 60_000);
    expect(shown.revealedUntil).toBe(until.toISOString());
    expect((await test.get(url(0), analyst)).text).toMatch(PERSONAL);
    expect((await test.get(url(0, '/capture'), analyst)).text).toMatch(
      /138<\/b> 1234 5678 or write to @QuietSeller/,
    );
    // Neither another person, nor another alert, nor the list.
    const lead = await test.signIn('lead');
    for (const [path, cookie] of [
      [url(0), lead],
      [url(0, '/capture'), lead],
      [url(1), analyst],
      ['/api/v1/alerts', analyst],
    ] as const) {
      expect((await test.get(path, cookie)).text, path).not.toMatch(PERSONAL);
    }
    test.time.now = until;
    expect((await test.get(url(0), analyst)).text).not.toMatch(PERSONAL);
    const log = await test.get('/api/v1/audit?action=contacts.reveal', await test.signIn('auditor'));
    expect(auditPage.parse(log.json()).items).toMatchObject([
      { actor: 'analyst', subject: `alert:${ids[0]}`, detail: { reason: 'Request 12/2026' } },
    ]);
    expect(log.text).not.toMatch(PERSONAL);
  });

  it('is not gone around by a search for pieces of what is masked', async () => {
    await using server = await openTestServer();
    const seller = { name: 'Drum 138 1234 5678', id: null, url: null, country: null };
    const named = { title: '4-Piperidone from @QuietSeller, 98 %', seller, contacts: [PHONE, TELEGRAM] };
    const unnamed = { title: '4-Piperidone: sales.team@mail.example or 139-1111-2222, CAS 41661-47-6' };
    const ids = await seedAlerts(server.db, [{ listing: named }, { listing: unnamed }]);
    const viewer = await server.signIn('viewer');
    const found = async (text: string) => {
      const answer = await server.get(`/api/v1/alerts?state=all&text=${encodeURIComponent(text)}`, viewer);
      return alertPage.parse(answer.json()).items.map(({ id }) => ids.indexOf(id));
    };
    for (const text of [
      'quiets',
      'QUIETSELLER',
      '1381234',
      '1234',
      '5678',
      'sales.te',
      'mail.ex',
      '1111',
      '139-',
    ]) {
      expect(await found(text), text).toEqual([]);
    }
    expect(await found('4-piperidone')).toEqual(expect.arrayContaining([0, 1]));
    expect(await found('drum 98')).toEqual([0]);
    expect(await found('41661-47-6')).toEqual([1]);
  });

  it('is over for a token without that scope, and with the role that may', async () => {
    const lead = await test.signIn('lead');
    const shown = async (headers: Record<string, string>) => {
      const texts = await Promise.all(
        ['', '/capture'].map(async (path) => (await test.server.inject({ url: url(0, path), headers })).body),
      );
      return texts.map((text) => PERSONAL.test(text));
    };
    await test.post(url(0, '/reveal'), { reason: 'asked by the court' }, lead);
    expect(await shown({ cookie: lead })).toEqual([true, true]);
    const token = async (scopes: string[]) => {
      const made = await test.post(
        '/api/v1/tokens',
        { name: 'script', days: 1, scopes, password: PASSWORD },
        lead,
      );
      return { authorization: `Bearer ${newToken.parse(made.json()).token}` };
    };
    expect(await shown(await token(['alerts:read']))).toEqual([false, false]);
    expect(await shown(await token(['alerts:read', 'contacts:reveal']))).toEqual([true, true]);
    const become = (role: string) =>
      test.db.updateTable('users').set({ role }).where('name', '=', 'lead').execute();
    await become('viewer');
    expect(await shown({ cookie: lead })).toEqual([false, false]);
    await become('lead');
  });

  it('shows a picture of the page too', async () => {
    await reveal(2, 'Request 13/2026', analyst);
    const answer = await test.server.inject({ url: url(2, '/capture'), headers: { cookie: analyst } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.rawPayload).toEqual(PICTURE);
    expect(answer.headers['content-security-policy']).toContain('sandbox');
  });

  it('keeps nothing of it under an idempotency key', async () => {
    const key = { 'idempotency-key': 'k1' };
    await test.post(url(0, '/reveal'), { reason: 'Request 14/2026' }, analyst, key);
    expect(await test.db.selectFrom('idempotency_keys').selectAll().execute()).toEqual([]);
  });

  it('leaves no contacts under the idempotency key of an order, nor with its answer when they are masked again', async () => {
    await reveal(3, 'Request 16/2026', analyst);
    const { revision } = alertDetail.parse((await test.get(url(3), analyst)).json());
    const order = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision };
    const decide = () => test.post(url(3, '/decisions'), order, analyst, { 'idempotency-key': 'k2' });
    const first = await decide();
    expect(first.status).toBe(200);
    expect(first.text).toMatch(PERSONAL);
    const kept = await test.db.selectFrom('idempotency_keys').selectAll().execute();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toMatch(PERSONAL);
    const again = await decide();
    expect([again.status, again.headers['idempotent-replay'], again.json()]).toEqual([
      200,
      'true',
      first.json(),
    ]);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    test.time.now = new Date(test.time.now.getTime() + 2 * 3_600_000);
    expect((await decide()).text).not.toMatch(PERSONAL);
  });

  it.each([
    { name: 'a reason that says nothing', reason: ' x ', role: 'analyst', status: 400 },
    { name: 'a role that may not', reason: 'Request 15/2026', role: 'viewer', status: 403 },
    { name: 'an operator', reason: 'Request 15/2026', role: 'operator', status: 403 },
  ] as const)('is refused for $name', async ({ reason, role, status }) => {
    const cookie = await test.signIn(role);
    expect((await reveal(1, reason, cookie)).status).toBe(status);
    expect((await test.get(url(1), cookie)).text).not.toMatch(PERSONAL);
  });

  it('is not for an alert that is not there', async () => {
    expect(
      (await test.post('/api/v1/alerts/4711/reveal', { reason: 'Request 16/2026' }, analyst)).status,
    ).toBe(404);
  });
});
