/** What no list may hold: doubled terms and numbers, identifiers known to be wrong, loose ends, nothing to search for. */
import { casDigits } from '../src/text/cas-number.ts';
import { normalise } from '../src/text/normalise.ts';
import { type Merged, notDisabled } from './merge-entries.ts';
import { type MergedPacks, placed, type Substance } from './merge-packs.ts';
import { at, type Place, type Placed, type Report } from './read-packs.ts';
import type { CasEntry, ContextEntry, StructureEntry, TermEntry } from './watchlist-file.ts';

type Row<T> = { readonly substance: Substance; readonly value: T; readonly place: Place };

export function checkPacks(merged: MergedPacks, report: Report): void {
  const substances = notDisabled(merged.substances);
  const terms = substances.flatMap(({ value }) => value.terms.map((term) => ({ substance: value, ...term })));
  const numbers = substances.flatMap(({ value }) => value.cas.map((cas) => ({ substance: value, ...cas })));
  checkAmbiguity(terms, report);
  checkDoubledTerms(terms, merged.innocentContexts, report);
  checkSharedTerms(terms, report);
  checkNumbers(numbers, report);
  checkStructures(
    substances.flatMap(({ value }) => value.structures.map((row) => ({ substance: value, ...row }))),
    report,
  );
  checkDoubledLaw(substances, report);
  checkKnownBad(merged, substances, report);
  checkInnocentNumbers(merged, numbers, report);
  checkBindings(merged, report);
}

/** Letters and digits only: "4-AP", "4 AP" and "4ap" are one name, to screening too. */
export function termKey(text: string): string {
  return normalise(text).text.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

function textOf(place: Place): Place {
  return { ...place, path: [...place.path, 'text'] };
}

/** An ambiguous term says what else it means, so that an analyst can tell. */
function checkAmbiguity(terms: readonly Row<TermEntry>[], report: Report): void {
  for (const { value, place } of terms) {
    if (value.ambiguous && value.collides_with.length === 0) {
      report(textOf(place), `"${value.text}" is ambiguous without collides_with`, 'Say what else it means.');
    }
  }
}

/**
 * One name may stand once per language in a substance: of two spellings the one with more separators covers both.
 * Spellings that are weighed differently may stand side by side, because screening goes by the one that is written: when
 * only one is ambiguous ("P-2-P" and "P2P"), or only one is bound by an innocent context ("nor-fentanyl").
 */
function checkDoubledTerms(
  terms: readonly Row<TermEntry>[],
  contexts: readonly Merged<ContextEntry>[],
  report: Report,
): void {
  const seen = new Map<string, Row<TermEntry>>();
  for (const term of terms) {
    const { language, ambiguous, text } = term.value;
    const bound = contexts.filter(({ value }) => value.terms.includes(text)).map(({ id }) => id);
    const key = [term.substance.id, language, ambiguous, termKey(text), ...bound].join(' ');
    const before = seen.get(key);
    if (before === undefined) seen.set(key, term);
    else {
      const problem = `"${text}" is already listed as "${before.value.text}" at ${at(before.place)}`;
      report(
        textOf(term.place),
        problem,
        'Keep the spelling with more separators: it is read without them too.',
      );
    }
  }
}

/** A live term that is not ambiguous names one substance only. */
function checkSharedTerms(terms: readonly Row<TermEntry>[], report: Report): void {
  const owners = new Map<string, Row<TermEntry>>();
  for (const term of terms) {
    if (term.value.ambiguous || term.value.state !== 'live') continue;
    const key = termKey(term.value.text);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, term);
    else if (owner.substance.id !== term.substance.id) {
      const problem = `"${term.value.text}" already names ${owner.substance.id} at ${at(owner.place)}`;
      report(textOf(term.place), problem, 'Remove one, or mark both ambiguous.');
    }
  }
}

function checkNumbers(numbers: readonly Row<CasEntry>[], report: Report): void {
  const owners = new Map<string, Row<CasEntry>>();
  for (const row of numbers) {
    const digits = casDigits(row.value.number);
    const owner = owners.get(digits);
    if (owner === undefined) {
      owners.set(digits, row);
      continue;
    }
    const place = { ...row.place, path: [...row.place.path, 'number'] };
    const before = `${owner.substance.id} at ${at(owner.place)}`;
    if (owner.substance.id === row.substance.id) {
      report(place, `${row.value.number} is already listed for ${before}`, 'Keep one of the two.');
    } else if (!owner.value.shared || !row.value.shared) {
      const remedy = 'Remove the wrong one; if both rightly have it, say `shared: true` at both.';
      report(place, `${row.value.number} already belongs to ${before}`, remedy);
    }
  }
}

/** A structure is one substance. */
function checkStructures(structures: readonly Row<StructureEntry>[], report: Report): void {
  const owners = new Map<string, Row<StructureEntry>>();
  for (const row of structures) {
    const { inchikey } = row.value;
    const owner = owners.get(inchikey);
    if (owner === undefined) owners.set(inchikey, row);
    else {
      const problem = `${inchikey} already belongs to ${owner.substance.id} at ${at(owner.place)}`;
      report({ ...row.place, path: [...row.place.path, 'inchikey'] }, problem, 'Keep one of the two.');
    }
  }
}

/** Of two days for one list of a law, whichever is right, an analyst would be shown both. */
function checkDoubledLaw(substances: readonly Merged<Substance>[], report: Report): void {
  for (const { id, value } of substances) {
    const seen = new Map<string, Place>();
    for (const { value: row, place } of value.schedules) {
      const name = `${row.regime}, ${row.list}`;
      const before = seen.get(name);
      if (before === undefined) seen.set(name, place);
      else {
        const problem = `"${name}" is already listed for ${id} at ${at(before)}`;
        report({ ...place, path: [...place.path, 'list'] }, problem, 'Keep the row with the right day.');
      }
    }
  }
}

function checkKnownBad(
  { packs }: MergedPacks,
  substances: readonly Merged<Substance>[],
  report: Report,
): void {
  for (const { value: bad, place: its } of placed(packs, 'known_bad')) {
    const key = termKey(bad.text);
    const used = substances
      .filter(({ value }) => bad.named === undefined || goesBy(value, termKey(bad.named)))
      .flatMap(({ value }) => [
        ...value.terms
          .filter((term) => term.value.state === 'live' && termKey(term.value.text) === key)
          .map(textRow),
        ...value.cas.filter((cas) => termKey(cas.value.number) === key).map(numberRow),
      ]);
    for (const { place, text } of used) {
      const problem = `"${text}" is known to be wrong: ${bad.problem} (circulates in: ${bad.where})`;
      report(
        place,
        problem,
        `Take the right one; if it is right after all, correct known_bad at ${at(its)}.`,
      );
    }
  }
}

function textRow({ value, place }: Placed<TermEntry>) {
  return { place: textOf(place), text: value.text };
}

function numberRow({ value, place }: Placed<CasEntry>) {
  return { place: { ...place, path: [...place.path, 'number'] }, text: value.number };
}

function goesBy({ id, name, terms }: Substance, key: string): boolean {
  return [id, name, ...terms.map((term) => term.value.text)].some((text) => termKey(text) === key);
}

/** A number cannot speak for a substance and against it. */
function checkInnocentNumbers(
  { packs }: MergedPacks,
  numbers: readonly Row<CasEntry>[],
  report: Report,
): void {
  const listed = new Map(numbers.map((row) => [casDigits(row.value.number), row]));
  for (const { value, place } of placed(packs, 'innocent_cas')) {
    const row = listed.get(casDigits(value.cas));
    if (row === undefined) continue;
    const problem = `${value.cas} is listed for ${row.substance.id} at ${at(row.place)}`;
    report({ ...place, path: [...place.path, 'cas'] }, problem, 'Remove one of the two.');
  }
}

/** Contexts and innocent texts are bound to terms by their text; a misspelt one would do nothing. */
function checkBindings({ packs, substances, innocentContexts }: MergedPacks, report: Report): void {
  const terms = new Set(substances.flatMap(({ value }) => value.terms.map((term) => term.value.text)));
  const remedy = 'Write the term exactly as it is listed.';
  for (const { value, place } of innocentContexts) {
    for (const term of value.terms) {
      if (terms.has(term)) continue;
      report(
        { ...place, path: [...place.path, 'terms'] },
        `no substance has the term "${term}"`,
        remedy,
        'needs-all',
      );
    }
  }
  for (const { value, place } of placed(packs, 'innocent_texts')) {
    if (value.term === undefined || terms.has(value.term)) continue;
    report(
      { ...place, path: [...place.path, 'term'] },
      `no substance has the term "${value.term}"`,
      remedy,
      'needs-all',
    );
  }
}
