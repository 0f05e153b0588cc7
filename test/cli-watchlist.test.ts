/** `watchlist check`, `list` and `diff` as an operator runs them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadWatchlist, readWatchlist } from '../config/load-watchlist.ts';
import { readSettings } from '../config/settings.ts';
import { runCommand } from '../src/cli/program.ts';
import { createLog } from '../src/log.ts';
import { watchlistCheck } from '../src/model/config-problem.ts';
import { watchlistDiff } from '../src/model/watchlist-diff.ts';
import { listedSubstance } from '../src/model/watchlist-listing.ts';
import { normalise } from '../src/text/normalise.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const SHIPPED = join(ROOT, 'config/watchlist');
const NOW = new Date('2026-11-24T00:00:00Z');

/** Stands for the shipped packs where these need not be read, which takes longer than all else. */
const OURS = `substances:
  - { id: p2p, name: 1-phenyl-2-propanone, family: other, tier: B, terms: [{ text: phenylacetone, language: en, source: order }],
      schedules: [{ regime: EX, list: I, effective: "2020-01-01", source: order }] }
  - { id: toluene, name: toluene, family: other, tier: C, terms: [{ text: toluene, language: en, source: order }],
      schedules: [{ regime: EX, list: III, effective: "2020-01-01", source: order }] }
sources: { order: An order }
`;

let ours: string;
let own: string;
beforeEach(async () => {
  [ours = '', own = ''] = await Promise.all(
    ['our', 'own'].map((whose) => mkdtemp(join(tmpdir(), `${whose}-watchlist-`))),
  );
  await writeFile(join(ours, 'ours.yaml'), OURS);
});
afterEach(async () => {
  for (const folder of [ours, own]) await rm(folder, { recursive: true, force: true });
});

const PACK = `substances:
  - { id: ice, name: examplinone, family: other, tier: A, terms: [{ text: examplinone, language: en, source: order }],
      schedules: [{ regime: EX, list: I, effective: "2027-03-01", source: order }, { regime: EX, list: II, effective: "2027-02", source: order }] }
  - { id: p2p, override: true, tier: A }
  - { id: toluene, override: true, disable: true }
sources: { order: An order }
`;

async function run(args: readonly string[], withOwn: boolean) {
  const output = new PassThrough();
  let text = '';
  output.on('data', (chunk) => {
    text += String(chunk);
  });
  let exit = 'ok';
  const env = withOwn ? { PRECURSOR_WATCHLIST: ours, PRECURSOR_WATCHLIST_OWN: own } : {};
  await runCommand(
    ['watchlist', ...args],
    {
      root: ROOT,
      settings: () => readSettings(ROOT, env),
      log: createLog('silent'),
      clock: () => NOW,
      input: new PassThrough(),
      output,
      remarks: new PassThrough(),
      signal: new AbortController().signal,
      exit: (name) => {
        exit = name;
      },
    },
    () => Promise.resolve(),
  );
  return { text, exit, lines: text.trim().split('\n') };
}

describe('watchlist check', () => {
  it('finds no fault with the shipped packs, their innocent texts included', async () => {
    const { text, exit } = await run(['check', '--json'], false);
    const result = watchlistCheck.parse(JSON.parse(text));
    expect(result.problems).toEqual([]);
    expect(exit).toBe('ok');
    expect(result).toMatchObject({ ok: true, substances: 89 });
    expect(result.version).toBe((await loadWatchlist(SHIPPED)).version);
    expect(result.innocentTexts).toBeGreaterThan(150);
  });

  it('refuses a list that alerts on its own innocent text, naming term, substance, score and place', async () => {
    const texts =
      'innocent_texts: [{ text: "Examplinone, the new fragrance, in stock, buy now.", why: a perfume }]\n';
    await writeFile(join(own, 'own.yaml'), PACK + texts);
    const { text, exit } = await run(['check', '--json'], true);
    const { ok, problems } = watchlistCheck.parse(JSON.parse(text));
    expect([ok, exit]).toEqual([false, 'config']);
    expect(problems).toEqual([
      {
        file: join(own, 'own.yaml'),
        line: 7,
        field: 'innocent_texts.0.text',
        entry: ['Examplinone, the new fragrance, in stock, buy now.'],
        problem: expect.stringMatching(
          /^this innocent text \(a perfume\) alerts: "examplinone" for ice, score \d+$/,
        ),
        remedy: expect.stringContaining('ambiguous'),
      },
    ]);
  });

  it.each([
    ['C1CC', 'InChI=1S/C3H6/c1-2-3-1/h1-3H2', '"C1CC" cannot be read as SMILES'],
    ['CCO', 'InChI=1S/C3H8O/c1-2-3-4/h4H,2-3H2,1H3', 'is not that of "CCO"'],
    ['CCO', 'InChI=1S/999999C999999999H8O/c1-2-3-4', 'is not that of "CCO"'],
  ])('refuses a structure whose SMILES %s says nothing, or another thing than its InChI', async (...row) => {
    const [smiles, inchi, said] = row;
    const structure = `{ smiles: "${smiles}", inchi: "${inchi}", inchikey: AAAAAAAAAAAAAA-BBBBBBBBBB-N }`;
    await writeFile(
      join(own, 'own.yaml'),
      PACK.replace('terms: [{ text: examplinone', `structures: [${structure}], terms: [{ text: examplinone`),
    );
    const { text, exit } = await run(['check', '--json'], true);
    const { problems } = watchlistCheck.parse(JSON.parse(text));
    expect(exit).toBe('config');
    expect(problems).toMatchObject([
      { field: 'substances.0.structures.0', problem: expect.stringContaining(said) },
    ]);
  });

  it('shows the first fifty problems and counts them all', async () => {
    const row = '  - { id: water, colour: blue }\n';
    await writeFile(join(own, 'own.yaml'), `substances:\n${row.repeat(20)}`);
    const { lines, exit } = await run(['check'], true);
    const all = (await readWatchlist(ours, own)).problems.length;
    expect(exit).toBe('config');
    expect(all).toBeGreaterThan(50);
    expect(lines.filter((line) => line.startsWith(own))).toHaveLength(50);
    expect(lines.at(-1)).toBe(`${all} problems. The first 50 are shown; --json gives all.`);
  });
});

describe('watchlist list', () => {
  it('shows what overrides made of the list, the states and the next law', async () => {
    await writeFile(join(own, 'own.yaml'), PACK);
    const json = await run(['list', '--json'], true);
    const all = json.lines.map((line) => listedSubstance.parse(JSON.parse(line)));
    const find = (id: string) => all.find((substance) => substance.id === id);
    expect(find('ice')).toMatchObject({ disabled: false, nextLaw: { list: 'II', effective: '2027-02' } });
    expect(find('p2p')?.overrides).toEqual([
      { file: join(own, 'own.yaml'), line: 4, changed: ['tier B → A'] },
    ]);
    expect(find('toluene')).toMatchObject({ disabled: true, nextLaw: null });
    const { lines } = await run(['list'], true);
    const line = (id: string) => lines.find((each) => each.startsWith(`${id} `));
    expect(line('ice')).toMatch(/ A .* 1 live .*2027-02 EX/);
    expect(line('p2p')).toMatch(/tier B → A$/);
    expect(line('toluene')).toMatch(/ off .*disabled$/);
  });
});

describe('watchlist diff', () => {
  it('says in words and as JSON what an own folder changes, with exit code ok', async () => {
    await writeFile(join(own, 'own.yaml'), PACK);
    const json = await run(['diff', ours, '--json'], true);
    const { changes } = watchlistDiff.parse(JSON.parse(json.text));
    expect(
      changes.filter(({ area }) => area === 'substance').map(({ subject, change }) => [subject, change]),
    ).toEqual([
      ['ice', 'added'],
      ['p2p', 'changed'],
      ['toluene', 'removed'],
    ]);
    const words = await run(['diff', ours, `${ours}${delimiter}${own}`], false);
    expect(words.exit).toBe('ok');
    expect(words.text).toMatch(/substance +p2p +changed +tier: B → A/);
    expect(words.text).toMatch(/substance +ice +added .*with 3 rows/);
    expect(words.lines).toHaveLength(5);
  });

  it.each(['', delimiter])('of "%s", which names no folder, is refused', async (nothing) => {
    await expect(run(['diff', nothing], false)).rejects.toMatchObject({ exit: 'usage' });
  });

  it('says that there is no difference', async () => {
    const { text, exit } = await run(['diff', SHIPPED], false);
    expect(text).toMatch(/^No difference in screening: both are version [0-9a-f]{16}\.\n$/);
    expect(exit).toBe('ok');
  });
});

describe('the shipped innocent texts', () => {
  it('hold the term that they are about, and every ambiguous term has several', async () => {
    const { innocentTexts, list } = await readWatchlist(SHIPPED);
    const letters = (text: string) => normalise(text).text.replace(/[^\p{L}\p{N}]/gu, '');
    const without = innocentTexts.filter(
      ({ value }) => !letters(value.text).includes(letters(value.term ?? '')),
    );
    expect(without.map(({ value }) => value.text)).toEqual([]);
    const ambiguous = list.substances.flatMap(({ terms }) => terms.filter((term) => term.ambiguous));
    const counts = ambiguous.map(({ text }) => [
      text,
      innocentTexts.filter(({ value }) => value.term === text).length,
    ]);
    expect(counts.filter(([, count]) => Number(count) < 3)).toEqual([]);
    expect(counts.length).toBeGreaterThan(15);
  });
});
