/** What holds for every route: session, headers, problem details, limits, description; and what lies outside them. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServer } from '../src/api/build-server.ts';
import { listen } from '../src/api/listen.ts';
import { isCrossSite } from '../src/api/refuse-cross-site.ts';
import type { ZodServer } from '../src/api/zod-server.ts';
import { createLog } from '../src/log.ts';
import { ACCOUNT_PATHS } from '../src/model/account-api.ts';
import { ALARM_PATHS } from '../src/model/alarm-api.ts';
import { API_PATHS, problem } from '../src/model/api.ts';
import { AUDIT_PATHS } from '../src/model/audit.ts';
import { BULK_PATHS } from '../src/model/bulk-api.ts';
import { CLAIM_PATHS } from '../src/model/claim-api.ts';
import { DISCOVERY_PATHS } from '../src/model/discovery-api.ts';
import { EXCEPTION_PATHS } from '../src/model/exception-api.ts';
import { EXPORT_PATHS } from '../src/model/export-api.ts';
import { FACET_PATHS } from '../src/model/facet-api.ts';
import { FEED_PATHS } from '../src/model/feed-api.ts';
import { FIGURES_PATHS } from '../src/model/figures-api.ts';
import { JOB_PATHS } from '../src/model/jobs-api.ts';
import { LIVE_PATHS } from '../src/model/live-api.ts';
import { OFFER_PATHS } from '../src/model/offer-api.ts';
import { OPERATIONS_PATHS } from '../src/model/operations-api.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';
import { SECOND_LOOK_PATHS } from '../src/model/second-look-api.ts';
import { SITE_PATHS } from '../src/model/site-api.ts';
import { SUPPRESSION_PATHS } from '../src/model/suppression-api.ts';
import { TERM_PATHS } from '../src/model/term-api.ts';
import { VIEW_PATHS } from '../src/model/view-api.ts';
import cases from './cases/api-requests.json' with { type: 'json' };
import { openTestServer, type TestServer } from './support/open-test-server.ts';

const INDEX =
  '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/assets/a-1.js"></script>';

const PATHS: readonly string[] = [
  ACCOUNT_PATHS,
  ALARM_PATHS,
  API_PATHS,
  AUDIT_PATHS,
  BULK_PATHS,
  CLAIM_PATHS,
  DISCOVERY_PATHS,
  EXCEPTION_PATHS,
  EXPORT_PATHS,
  FACET_PATHS,
  FEED_PATHS,
  FIGURES_PATHS,
  JOB_PATHS,
  LIVE_PATHS,
  OFFER_PATHS,
  OPERATIONS_PATHS,
  SECOND_LOOK_PATHS,
  SITE_PATHS,
  SUPPRESSION_PATHS,
  TERM_PATHS,
  VIEW_PATHS,
].flatMap((paths) => Object.values(paths));

const well = async () => ({ ok: true, parts: {} });
const WELL = { alive: well, ready: well };

let folder: string;
let test: TestServer;
/** Every route of the server, as Fastify was told of it. */
const routes: { method: string; url: string }[] = [];

function hearOfRoutes(message: unknown): void {
  const { fastify } = message as { fastify: ZodServer };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url: url.replace(':id', '1') });
  });
}

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'pw-console-'));
  folder = join(parent, 'console');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(parent, 'secret.txt'), 'outside');
  await writeFile(join(folder, 'index.html'), INDEX);
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, '.env'), 'hidden');
  await writeFile(join(folder, 'assets', 'a-1.js'), 'export {};');
  subscribe('fastify.initialization', hearOfRoutes);
  test = await openTestServer({ consoleFolder: folder });
  unsubscribe('fastify.initialization', hearOfRoutes);
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

describe('without a session', () => {
  it('every route answers 401 but health, signing in and the console', async () => {
    for (const path of PATHS) {
      expect(routes.map((route) => route.url)).toContain(path.replace(':id', '1'));
    }
    const open: string[] = [];
    for (const { method, url } of routes) {
      const answer = await test.server.inject({ method: method as 'GET', url, payload: {} });
      if (answer.statusCode === 401 && answer.headers['content-type']?.startsWith('application/problem+json'))
        continue;
      open.push(`${method} ${url}`);
    }
    const elsewhere = ['', '/return'].map((path) => `/api/v1/session/elsewhere${path}`);
    expect(open.toSorted()).toEqual([
      'GET /*',
      ...[...elsewhere, '/api/v1/session/ways', '/assets/*', '/healthz', '/readyz'].map(
        (url) => `GET ${url}`,
      ),
      'HEAD /*',
      ...[...elsewhere, '/api/v1/session/ways', '/assets/*', '/healthz', '/readyz'].map(
        (url) => `HEAD ${url}`,
      ),
      'POST /api/v1/session',
    ]);
  });

  it.each(['', 'pw_session=', 'pw_session=guess', 'other=1'])(
    'the cookie "%s" opens nothing',
    async (cookie) => {
      expect((await test.get(API_PATHS.alerts, cookie)).status).toBe(401);
    },
  );
});

describe('requests from other sites', () => {
  it.each(cases.crossSite)('$name', ({ method, headers, crossSite }) => {
    expect(isCrossSite({ method, headers })).toBe(crossSite);
  });

  it('are refused before anything else is looked at', async () => {
    const cookie = await test.signIn();
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const url of ['/api/v1/session', '/api/v1/alerts/1/decisions', '/api/v1/alerts/1/reopen']) {
      const answer = await test.post(url, {}, cookie, headers);
      expect(answer.status).toBe(403);
      expect(problem.parse(answer.json()).type).toBe('urn:precursor-watch:problem:cross-site');
    }
    const out = await test.server.inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { ...headers, cookie },
    });
    expect(out.statusCode).toBe(403);
    expect((await test.get('/api/v1/session', cookie)).status).toBe(200);
  });
});

describe('a request that is wrong', () => {
  it.each(cases.wrong)(
    '$name',
    async ({ method, url, type, body, session, status, problem: name, detail }) => {
      const cookie = session ? await test.signIn() : undefined;
      const answer = await test.server.inject({
        method: method as 'POST',
        url,
        headers: {
          ...(type === null ? {} : { 'content-type': type }),
          ...(cookie === undefined ? {} : { cookie }),
        },
        ...(body === null ? {} : { payload: body.replace('LONG', 'x'.repeat(70_000)) }),
      });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      const details = problem.parse(answer.json());
      expect(details).toMatchObject({ status, type: `urn:precursor-watch:problem:${name}` });
      expect(details.detail).toMatch(new RegExp(detail));
    },
  );

  it('says nothing of what broke inside', async () => {
    await using broken = await openTestServer();
    const cookie = await broken.signIn();
    await broken.db.schema.dropTable('alerts').cascade().execute();
    const answer = await broken.get(API_PATHS.alerts, cookie);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/alerts|relation|select/i);
    expect(problem.parse(answer.json()).detail).toMatch(/The log of the server says more under "req-/);
  });
});

describe('every answer', () => {
  it.each([API_PATHS.session, '/', '/assets/a-1.js', '/healthz', '/api/nothing'])(
    '%s forbids what a page of ours never needs',
    async (url) => {
      const { headers } = await test.get(url);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['strict-transport-security']).toBeUndefined();
    },
  );

  it('asks for HTTPS for good only where cookies are sent over HTTPS only', async () => {
    await using secure = await openTestServer({ secureCookies: true, consoleFolder: folder });
    for (const url of ['/', '/healthz']) {
      expect((await secure.get(url)).headers['strict-transport-security']).toMatch(/^max-age=31536000/);
    }
  });
});

describe('the console', () => {
  it('is the page for every screen, with a nonce of its own for styles', async () => {
    const pages = await Promise.all(
      ['/', '/alerts/12', '/index.html', '/alerts?state=all'].map((url) => test.get(url)),
    );
    const nonces = pages.map((page) => /content="([\w-]+)"/.exec(page.text)?.[1] ?? '');
    for (const [index, page] of pages.entries()) {
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.text).not.toContain('__CSP_NONCE__');
      expect(page.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[index]}'`);
    }
    expect(new Set(nonces).size).toBe(pages.length);
    expect(nonces.every((nonce) => nonce.length >= 20)).toBe(true);
  });

  it('keeps hashed assets for good and asks again for other files', async () => {
    const asset = await test.get('/assets/a-1.js');
    expect(asset).toMatchObject({ status: 200, text: 'export {};' });
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['content-type']).toMatch(/javascript/);
    const icon = await test.get('/favicon.svg');
    expect(icon.status).toBe(200);
    expect(icon.headers['cache-control']).toBe('public, max-age=0');
  });

  it.each([
    '/assets/gone.js',
    '/gone.png',
    '/.env',
    '/api',
    '/api/v1/nothing',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
  ])('has nothing at %s', async (url) => {
    const answer = await test.get(url);
    expect([403, 404]).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.text).not.toMatch(/outside|hidden/);
  });

  it('that is not built is refused, saying what to do', async () => {
    const log = createLog('silent');
    const options = {
      log,
      secureCookies: false,
      proxies: [],
      factorKeyFile: join(folder, 'k'),
      clock: () => new Date(),
      db: test.db,
    };
    const missing = {
      ...options,
      consoleFolder: join(folder, 'assets'),
      rules: DEFAULT_RULES,
      identity: null,
      changes: null,
      queues: null,
      captures: { get: async () => null },
      health: WELL,
    };
    await expect(buildServer(missing)).rejects.toMatchObject({
      exit: 'config',
      remedy: 'Run "npm run console".',
    });
  });
});

describe('health', () => {
  it('is 200 when all is well', async () => {
    const answer = await test.get('/healthz');
    expect([answer.status, answer.json()]).toEqual([200, { ok: true, parts: { database: 'ok' } }]);
  });

  it('is 503 when something fails, and when the check itself does', async () => {
    const failing = { ok: false, parts: { queue: 'failing' as const } };
    await using first = await openTestServer({ health: async () => failing });
    const one = await first.get('/healthz');
    expect([one.status, one.json()]).toEqual([503, failing]);
    await using second = await openTestServer({ health: () => Promise.reject(new Error('secret host')) });
    const other = await second.get('/healthz');
    expect([other.status, other.json()]).toEqual([503, { ok: false, parts: { check: 'failing' } }]);
  });
});

describe('the description of the interface', () => {
  it('is OpenAPI 3.1 and names every route with what it answers', async () => {
    const answer = await test.get(API_PATHS.openapi, await test.signIn());
    const document = answer.json() as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const described = PATHS.filter((path) => path !== API_PATHS.openapi).map((path) =>
      path.replace(':id', '{id}'),
    );
    expect(Object.keys(document.paths).toSorted()).toEqual(
      [...described, '/healthz', '/readyz', '/metrics'].toSorted(),
    );
    expect(Object.keys(document.paths['/api/v1/alerts/{id}/decisions']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '404', '409', '412', '422']),
    );
    expect(answer.text).toContain('"application/problem+json"');
  });
});

describe('listening', () => {
  it('gives a URL that answers, and refuses a port in use with what to do', async () => {
    await using first = await openTestServer({ consoleFolder: folder });
    const url = await listen(first.server, '127.0.0.1', 0);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { ok: true, parts: { database: 'ok' } }]);

    await using second = await openTestServer();
    const port = Number(new URL(url).port);
    await expect(listen(second.server, '127.0.0.1', port)).rejects.toMatchObject({
      exit: 'busy',
      message: `Port ${port} is in use: nothing can listen on 127.0.0.1:${port}.`,
      remedy: 'Stop the other program, or set PORT to another one.',
    });
  });

  it('refuses an address that is not of this machine', async () => {
    await using only = await openTestServer();
    await expect(listen(only.server, '192.0.2.1', 0)).rejects.toMatchObject({ exit: 'config' });
  });
});
