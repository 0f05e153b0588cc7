/** The permission matrix: every route asked by every role, compared with a table that was written by hand. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ZodServer } from '../src/api/zod-server.ts';
import { newToken } from '../src/model/account-api.ts';
import { may, NOT_FOR_TOKENS, type Permission, ROLES } from '../src/model/permissions.ts';
import cases from './cases/permissions.json' with { type: 'json' };
import { openTestServer, PASSWORD, type TestServer } from './support/open-test-server.ts';

/** As Fastify was told of them; open ones are left out. */
const routes = new Map<string, string>();
const holders: Readonly<Record<string, readonly string[]>> = cases.holders;

function hearOfRoutes(message: unknown): void {
  const { fastify } = message as { fastify: ZodServer };
  fastify.addHook('onRoute', ({ method, url, config }) => {
    for (const each of [method].flat()) {
      if (each !== 'HEAD' && config?.open !== true)
        routes.set(`${each} ${url}`, config?.permission ?? 'none');
    }
  });
}

let test: TestServer;
const cookies = new Map<string, string>();

beforeAll(async () => {
  subscribe('fastify.initialization', hearOfRoutes);
  test = await openTestServer();
  unsubscribe('fastify.initialization', hearOfRoutes);
  for (const role of ROLES) cookies.set(role, await test.signIn(role));
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

describe('permissions', () => {
  it('are asked for by every route as the table says', () => {
    expect(Object.fromEntries([...routes].toSorted())).toEqual(cases.routes);
  });

  it.each(Object.entries(cases.routes))(
    '%s is answered to those who hold %s only',
    async (route, permission) => {
      const [method = '', path = ''] = route.split(' ');
      const answers = [];
      for (const role of ROLES) {
        // Signing out would end the session that the next routes need.
        if (route === 'DELETE /api/v1/session') continue;
        const { statusCode, body } = await test.server.inject({
          method: method as 'GET',
          url: path.replace(':id', '4711'),
          headers: { cookie: cookies.get(role) ?? '' },
          ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
        });
        expect(statusCode, `${role}: ${body}`).not.toBe(401);
        expect(statusCode, `${role}: ${body}`).not.toBe(500);
        if (statusCode !== 403) answers.push(role);
        else expect(body).toContain('urn:precursor-watch:problem:not-permitted');
      }
      if (answers.length > 0) expect(answers).toEqual(holders[permission]);
    },
  );

  it.each(Object.keys(cases.holders).filter((scope) => !NOT_FOR_TOKENS.includes(scope as Permission)))(
    'let a token that has %s alone reach the routes that ask for it, and no other',
    async (scope) => {
      const made = await test.post(
        '/api/v1/tokens',
        { name: scope, scopes: [scope], days: 1, password: PASSWORD },
        cookies.get('admin'),
      );
      const headers = { authorization: `Bearer ${newToken.parse(made.json()).token}` };
      for (const [route, permission] of Object.entries(cases.routes)) {
        const [method = '', path = ''] = route.split(' ');
        const { statusCode, body } = await test.server.inject({
          method: method as 'GET',
          url: path.replace(':id', '4711'),
          headers,
          ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
        });
        if (permission === scope) expect([401, 403, 500], `${route}: ${body}`).not.toContain(statusCode);
        else expect(statusCode, `${route}: ${body}`).toBe(403);
      }
    },
  );

  it.each(['', 'toString', 'root', 'Admin'])('are none for the role "%s", which nobody knows', (role) => {
    for (const permission of Object.keys(cases.holders)) {
      expect(may(role, permission as Parameters<typeof may>[1])).toBe(false);
    }
  });
});
