/** What the states of a term do: from the file to the assessment. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadWatchlist } from '../config/load-watchlist.ts';
import { compileWatchlist } from '../src/screen/compile-watchlist.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'states-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const STATES = [
  { state: 'draft', hits: 0, verdict: 'clear' },
  { state: 'shadow', hits: 1, verdict: 'clear' },
  { state: 'live', hits: 1, verdict: 'alert' },
  { state: 'expired', hits: 0, verdict: 'clear' },
] as const;

describe('a term', () => {
  it.each(STATES)(
    'that is $state gives $hits hits and verdict $verdict',
    async ({ state, hits, verdict }) => {
      await writeFile(
        join(folder, 'a.yaml'),
        `substances:
  - id: examplinone
    name: examplinone
    family: other
    tier: A
    terms:
      - { text: examplinone, language: en, source: unverified, state: ${state} }
      - { text: another name of it, language: en, source: unverified }
`,
      );
      const { screenText } = compileWatchlist(await loadWatchlist(folder));
      const text = 'Examplinone, 1 kg, in stock, buy now.';
      const assessment = screenText({ title: null, text }, new Date('2026-11-24'));
      expect(assessment.hits).toHaveLength(hits);
      expect(assessment.verdict).toBe(verdict);
    },
  );
});
