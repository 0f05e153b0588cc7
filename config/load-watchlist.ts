/** Reads a folder of watch-list files into one checked list with a version; a bad file is refused whole. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../src/model/errors.ts';
import type { Watchlist } from '../src/model/watchlist.ts';
import { normalise } from '../src/text/normalise.ts';
import { checkShape, readYamlFile, type YamlFile } from './read-yaml.ts';
import { type WatchlistFile, watchlistFile } from './watchlist-file.ts';

type Pack = { readonly yaml: YamlFile; readonly file: WatchlistFile };

/** @throws OperatorError 'config' naming file, line and field. */
export async function loadWatchlist(folder: string): Promise<Watchlist> {
  const packs: Pack[] = [];
  for (const name of await packNames(folder)) {
    const yaml = await readYamlFile(join(folder, name));
    packs.push({ yaml, file: checkShape(watchlistFile, yaml) });
  }
  const sources = collectSources(packs);
  checkSubstances(packs);
  checkTerms(packs);
  const list = toWatchlist(packs, sources);
  if (list.substances.length === 0) {
    throw new OperatorError(
      'config',
      `${folder} names no substance.`,
      'Add a watch-list file or set the folder.',
    );
  }
  return { ...list, version: versionOf(list) };
}

async function packNames(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (error) {
    throw new OperatorError(
      'config',
      `The watch-list folder ${folder} cannot be read.`,
      'Check the setting.',
      {
        cause: error,
      },
    );
  }
}

function collectSources(packs: readonly Pack[]): Map<string, string> {
  const sources = new Map([['unverified', 'unverified']]);
  for (const { yaml, file } of packs) {
    for (const [key, text] of Object.entries(file.sources)) {
      if (sources.has(key)) {
        refuse(yaml, ['sources', key], `source "${key}" is already defined`, 'Give each source its own key.');
      }
      sources.set(key, text);
    }
  }
  return sources;
}

function checkSubstances(packs: readonly Pack[]): void {
  const seen = new Set<string>();
  for (const { yaml, file } of packs) {
    file.substances.forEach(({ id }, i) => {
      if (seen.has(id)) {
        refuse(
          yaml,
          ['substances', i, 'id'],
          `substance "${id}" is already listed`,
          'List each substance once.',
        );
      }
      seen.add(id);
    });
  }
}

/** One live term that is not ambiguous may name one substance only; an ambiguous one says what else it means. */
function checkTerms(packs: readonly Pack[]): void {
  const owners = new Map<string, string>();
  for (const { yaml, file } of packs) {
    file.substances.forEach((substance, i) => {
      substance.terms.forEach((term, j) => {
        const path = ['substances', i, 'terms', j, 'text'];
        if (term.ambiguous && term.collides_with.length === 0) {
          refuse(yaml, path, `"${term.text}" is ambiguous without collides_with`, 'Say what else it means.');
        }
        if (term.ambiguous || term.state !== 'live') return;
        const key = normalise(term.text).text;
        const owner = owners.get(key);
        if (owner !== undefined && owner !== substance.id) {
          const problem = `"${term.text}" already names ${owner}`;
          refuse(yaml, path, problem, 'Remove one, or mark both ambiguous.');
        }
        owners.set(key, substance.id);
      });
    });
  }
}

function toWatchlist(
  packs: readonly Pack[],
  sources: ReadonlyMap<string, string>,
): Omit<Watchlist, 'version'> {
  const list: Omit<Watchlist, 'version'> = {
    substances: [],
    redFlags: [],
    innocentContexts: [],
    innocentCas: [],
    knownBad: [],
  };
  for (const { yaml, file } of packs) {
    const source = (key: string, path: readonly (string | number)[]) =>
      sources.get(key) ?? refuse(yaml, path, `source "${key}" is not defined`, 'Add it to `sources`.');
    list.substances.push(...file.substances.map((entry, i) => toSubstance(entry, i, source)));
    file.red_flags.forEach((flag, i) => {
      const { id, issued_by: issuedBy, phrases, phrases_unverified: more } = flag;
      const from = source(flag.source, ['red_flags', i, 'source']);
      list.redFlags.push({ id, flag: flag.flag, issuedBy, source: from, phrases: [...phrases, ...more] });
    });
    file.innocent_contexts.forEach(({ id, meaning, phrases, terms, ...rest }, i) => {
      const from = source(rest.source, ['innocent_contexts', i, 'source']);
      list.innocentContexts.push({ id, meaning, phrases, terms, source: from });
    });
    for (const { cas, name, confused_with: confusedWith } of file.innocent_cas) {
      list.innocentCas.push({ cas, name, confusedWith });
    }
    list.knownBad.push(...file.known_bad);
  }
  return list;
}

type Entry = WatchlistFile['substances'][number];
type FindSource = (key: string, path: readonly (string | number)[]) => string;

function toSubstance(entry: Entry, i: number, source: FindSource): Watchlist['substances'][number] {
  return {
    id: entry.id,
    name: entry.name,
    family: entry.family,
    tier: entry.tier,
    controlledAsPrecursor: entry.controlled_as_precursor,
    note: entry.note ?? null,
    cas: entry.cas.map((cas, j) => ({
      number: cas.number,
      form: cas.form ?? null,
      source: source(cas.source, ['substances', i, 'cas', j, 'source']),
      verified: cas.verified && cas.source !== 'unverified',
    })),
    terms: entry.terms.map(({ collides_with: collidesWith, ...term }, j) => ({
      ...term,
      collidesWith,
      source: source(term.source, ['substances', i, 'terms', j, 'source']),
      verified: term.verified && term.source !== 'unverified',
    })),
    schedules: entry.schedules.map((row, j) => ({
      ...row,
      source: source(row.source, ['substances', i, 'schedules', j, 'source']),
      verified: row.verified && row.source !== 'unverified',
      instrument: row.instrument ?? null,
      note: row.note ?? null,
    })),
  };
}

/** First 16 hexadecimal digits of SHA-256 over all that screening uses, whatever the order of keys and files. */
function versionOf(list: Omit<Watchlist, 'version'>): string {
  const live = {
    ...list,
    substances: [...list.substances]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((substance) => ({
        ...substance,
        terms: substance.terms.filter(({ state }) => state === 'live' || state === 'shadow'),
      })),
  };
  return createHash('sha256').update(canonicalJson(live)).digest('hex').slice(0, 16);
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function refuse(yaml: YamlFile, path: readonly (string | number)[], problem: string, remedy: string): never {
  throw new OperatorError('config', `${yaml.at(path)}: ${path.join('.')}: ${problem}.`, remedy);
}
