/** The file of the review desk: what is read, what is refused, and that the shipped one says what holds without it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadReviewRules } from '../config/load-review.ts';
import { DEFAULT_RULES } from '../src/model/review-rules.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pw-review-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function load(text: string) {
  const path = join(folder, 'review.yaml');
  await writeFile(path, text);
  return await loadReviewRules(path);
}

describe('the file of the review desk', () => {
  it('may be missing or empty but for a comment', async () => {
    expect(await loadReviewRules(join(folder, 'none.yaml'))).toEqual(DEFAULT_RULES);
    expect(await load('{}')).toEqual(DEFAULT_RULES);
  });

  it('as shipped sets what holds without it, and names policies', async () => {
    const { policies, ...shipped } = await loadReviewRules(
      new URL('../config/review.yaml', import.meta.url).pathname,
    );
    const { policies: none, ...defaults } = DEFAULT_RULES;
    expect(shipped).toEqual(defaults);
    expect(none.list).toEqual([]);
    expect(policies.list.length).toBeGreaterThan(0);
    expect(policies.requiredFor).toEqual([]);
  });

  it('sets hours, delay, bound and policies', async () => {
    const rules = await load(
      'service: { critical: 1, high: 2, medium: 3.5, low: 4 }\nrelease: 0\nbulk: 20\n' +
        'policies: { requiredFor: [confirmed], list: [{ id: a, name: A }] }\n',
    );
    expect(rules).toEqual({
      service: { critical: 1, high: 2, medium: 3.5, low: 4 },
      release: 0,
      bulk: 20,
      font: null,
      identity: null,
      policies: { requiredFor: ['confirmed'], list: [{ id: 'a', name: 'A', source: null }] },
    });
  });

  const refused = [
    { name: 'an unknown key', text: 'bulks: 3\n', says: ':1: bulks' },
    {
      name: 'a severity without hours',
      text: 'service: { critical: 1, high: 2, low: 4 }\n',
      says: 'service',
    },
    {
      name: 'no time at all',
      text: 'service: { critical: 0, high: 2, medium: 3, low: 4 }\n',
      says: 'critical',
    },
    { name: 'too many at once', text: 'bulk: 1000000\n', says: ':1: bulk' },
    {
      name: 'an id that is none',
      text: 'policies:\n  list:\n    - { id: A b, name: A }\n',
      says: ':3: policies.list.0.id',
    },
    {
      name: 'a policy twice',
      text: 'policies:\n  list:\n    - { id: a, name: A }\n    - { id: a, name: B }\n',
      says: ':4: the policy "a" stands there twice',
    },
    { name: 'a font that is not there', text: 'font: none.ttf\n', says: ':1: there is no file' },
    {
      name: 'a required policy where there is none',
      text: 'policies: { requiredFor: [confirmed] }\n',
      says: 'none is listed',
    },
  ];
  it.each(refused)('is refused with $name, naming line and field', async ({ text, says }) => {
    await expect(load(text)).rejects.toMatchObject({
      exit: 'config',
      message: expect.stringContaining(says),
    });
  });
});
