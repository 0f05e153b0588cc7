/** The description of the interface: the committed file is what the server says of itself, and what clients rely on holds. */
import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, type TestServer } from './support/open-test-server.ts';

type Operation = {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
};
type Document = {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

let test: TestServer;
let document: Document;
let operations: { name: string; path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  test = await openTestServer();
  document = (await test.get('/api/v1/openapi.json', await test.signIn('viewer'))).json() as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${path}`,
      path,
      method,
      operation,
    })),
  );
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
});

describe('the description', () => {
  it('is the committed one; "npx vitest run --config test/vitest.config.ts test/api-openapi.test.ts -u" writes it anew', async () => {
    const text = `${JSON.stringify(document, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../src/api/openapi.json');
  });

  it('refers to nothing that is not there, and names nothing that is not used', () => {
    const text = JSON.stringify(document);
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(text.match(/"\$ref"/g)).toHaveLength(referred.length);
    expect([...new Set(referred)].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
  });

  it('gives every operation a name of its own, a summary and a known tag', () => {
    const known = document.tags.map(({ name }) => name);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toMatch(/^[A-Z].{9,}/);
      expect(operation.tags, name).toHaveLength(1);
      expect(known, name).toContain(operation.tags?.[0]);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names the parameters of every path, and the problems as problem details', () => {
    for (const { name, path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter(
        (each) => each.in === 'path' && each.required === true,
      );
      expect(
        declared.map((each) => each.name),
        name,
      ).toEqual(inPath);
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || name === 'get /healthz' || name === 'get /readyz') continue;
        expect(content?.['application/problem+json']?.schema.$ref, name).toBe('#/components/schemas/Problem');
      }
    }
  });

  it('says that all but the open ones answer 401 without a session, and that changes take an idempotency key', () => {
    for (const { name, method, operation } of operations) {
      const open = operation.security !== undefined;
      if (open) continue;
      expect(Object.keys(operation.responses), name).toContain('401');
      if (method === 'get') continue;
      const secret = [
        'exportAlerts',
        'revealContacts',
        'createToken',
        'createUser',
        'resetPassword',
        'beginSecondFactor',
        'changePassword',
        'removeSecondFactor',
      ];
      const keys = (operation.parameters ?? []).filter((each) => each.name === 'idempotency-key');
      expect(keys, name).toHaveLength(secret.includes(operation.operationId ?? '') ? 0 : 1);
    }
    const open = operations
      .filter(({ operation }) => operation.security !== undefined)
      .map(({ name }) => name);
    expect(open.toSorted()).toEqual([
      'get /api/v1/session/elsewhere',
      'get /api/v1/session/elsewhere/return',
      'get /api/v1/session/ways',
      'get /healthz',
      'get /readyz',
      'post /api/v1/session',
    ]);
  });
});

describe('a linter of OpenAPI', () => {
  it('finds no error in the committed description', async () => {
    const source = await readFile(new URL('../src/api/openapi.json', import.meta.url), 'utf8');
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  it('would find one', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const source = JSON.stringify({
      openapi: '3.1.0',
      info: {},
      paths: { '/x': { get: { parameters: [{}] } } },
    });
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  });
});
