/** Everything that can be wrong with watch-list packs: their form, each other, and what they make of their own innocent texts. */
import { readWatchlist, type WatchlistReading } from '../../config/load-watchlist.ts';
import { problemAt } from '../../config/read-packs.ts';
import { type ConfigProblem, inFileOrder, type WatchlistCheck } from '../model/config-problem.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { faultOfStructure } from '../screen/find/match-structures.ts';

/** `on` is the day whose law counts. Never throws for a bad file: all problems are in the result, in order of the files. */
export async function checkWatchlist(folders: readonly string[], on: Date): Promise<WatchlistCheck> {
  const reading = await readWatchlist(...folders);
  const { list } = reading;
  const problems = inFileOrder([
    ...reading.problems,
    ...wrongStructures(reading),
    ...firingTexts(reading, on),
  ]);
  return {
    ok: problems.length === 0,
    version: reading.problems.length === 0 ? list.version : null,
    substances: list.substances.length,
    terms: list.substances.reduce((sum, { terms }) => sum + terms.length, 0),
    innocentTexts: reading.innocentTexts.length,
    problems,
  };
}

/** At a start they are not read: one that is wrong finds nothing. */
function wrongStructures({ entries }: WatchlistReading): ConfigProblem[] {
  return entries.flatMap(({ substance, place }) =>
    substance.structures.flatMap((structure, i) => {
      const problem = faultOfStructure(structure);
      const path = [...place.path, 'structures', i];
      const remedy = 'Take SMILES and InChI of one drawing from one program.';
      return problem === null ? [] : [problemAt({ ...place, path }, problem, remedy)];
    }),
  );
}

/** The innocent texts that alert. At a start they are not screened: a list that alerts too much still finds what it should. */
function firingTexts({ list, innocentTexts }: WatchlistReading, on: Date): ConfigProblem[] {
  if (innocentTexts.length === 0) return [];
  const screener = compileWatchlist(list);
  return innocentTexts.flatMap(({ value, place }) => {
    const { verdict, score, hits, substances } = screener.screenText({ title: null, text: value.text }, on);
    if (verdict !== 'alert') return [];
    const terms = hits
      .filter(({ substance }) => substances.includes(substance))
      .map(({ term }) => `"${term}"`);
    const problem = `this innocent text (${value.why}) alerts: ${[...new Set(terms)].join(', ')} for ${substances.join(', ')}, score ${score}`;
    const remedy =
      'Mark the term ambiguous, give it an innocent context, or put it in shadow; `screen` shows the reasons.';
    return [problemAt({ ...place, path: [...place.path, 'text'] }, problem, remedy)];
  });
}
