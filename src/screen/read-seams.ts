/** Reads all fields of a listing, and the seams between them: a name or number may begin in one and end in the next. */
import { type Normalised, normalise, originalSpan, type Span } from '../text/normalise.ts';
import { CasFinder } from './match-cas.ts';
import { NameFinder, settleTerms } from './match-names.ts';
import { matchSplitCas } from './match-split-cas.ts';
import { type FieldHits, type Found, type Matchers, readHits } from './read-hits.ts';
import { scanText } from './scan-text.ts';
import type { FieldText } from './screened-fields.ts';

/** A part of a field that ends or begins a seam: the field, and where its text begins there. */
type Part = { readonly field: number; readonly text: string; readonly offset: number };

/** How far from a seam a name or number may begin and end. */
const REACH = 64;
/** Attributes of one listing whose seams are looked at. */
const MOST_PARTS = 60;
/** In letters and digits; the halves of shorter names meet by chance. */
const SHORTEST_NAME = 7;
const SHORTEST_PART = 2;
const FEWEST_DIGITS = 7;

/** Hits of every field; those across a seam are told of the field that holds more of them. */
export function readAllHits(matchers: Matchers, fields: readonly FieldText[]): FieldHits[] {
  const read = fields.map((field) => readHits(matchers, field));
  const parts = toParts(fields);
  for (let i = 1; i < parts.length; i += 1) {
    const before = parts[i - 1];
    const after = parts[i];
    if (before === undefined || after === undefined) continue;
    for (const { field, found } of readSeam(matchers, fields, before, after)) {
      const target = read[field];
      if (target !== undefined) read[field] = { ...target, found: [...target.found, found] };
    }
  }
  return read;
}

/** Fields in order; of the attributes, their values. */
function toParts(fields: readonly FieldText[]): Part[] {
  return fields.flatMap(({ field: name, text }, field) => {
    if (name !== 'attributes') return [{ field, text, offset: 0 }];
    const lines = [...text.matchAll(/^[^:\n]*: (.*)$/gm)].slice(0, MOST_PARTS);
    return lines.map((line) => {
      const value = line[1] ?? '';
      return { field, text: value, offset: line.index + line[0].length - value.length };
    });
  });
}

type SeamHit = { readonly field: number; readonly found: Found };

/** What was met around a seam: a span of the joined text, and whose it is. */
type Met = Span & { readonly substance: string; readonly term: string; readonly kind: Found['kind'] };

function readSeam(matchers: Matchers, fields: readonly FieldText[], before: Part, after: Part): SeamHit[] {
  const head = before.text.slice(-REACH);
  const normalised = normalise(`${head} ${after.text.slice(0, REACH)}`);
  const hits: SeamHit[] = [];
  for (const met of meetings(matchers, normalised)) {
    const { start, end } = originalSpan(normalised, met.start, met.end);
    const left = head.length - start;
    const right = end - head.length - 1;
    if (left < SHORTEST_PART || right < SHORTEST_PART) continue;
    const { field, offset, text } = left >= right ? before : after;
    const place =
      left >= right
        ? { start: offset + text.length - left, end: offset + text.length }
        : { start: offset, end: offset + right };
    const found = toFound(met, place, fields[field]);
    if (found !== null) hits.push({ field, found });
  }
  return hits;
}

function meetings({ terms, cas, splitCas }: Matchers, normalised: Normalised): Met[] {
  const { units } = normalised;
  const text = () => normalised.text;
  const names = new NameFinder(terms.names, units, text, { once: false, isCapital: null });
  const numbers = new CasFinder(cas, units);
  scanText(terms.names.automaton, terms.names.alphabet, units, {
    onPattern: (index, end, trail) => names.onPattern(index, end, trail),
    onDigit: (at) => numbers.onDigit(at),
    onRepeat: () => undefined,
  });
  return [
    ...settleTerms(names.found, text)
      .filter(
        ({ start, end, meaning }) => !meaning.ambiguous && !meaning.shadow && end - start > SHORTEST_NAME,
      )
      .map(({ start, end, meaning }) => ({
        start,
        end,
        substance: meaning.substance,
        term: meaning.term,
        kind: 'name' as const,
      })),
    ...[...numbers.matches(text, []), ...matchSplitCas(splitCas, numbers.figures, text)]
      .filter(({ number }) => number.length >= FEWEST_DIGITS + 2)
      .map(({ start, end, substance, number }) => ({
        start,
        end,
        substance,
        term: number,
        kind: 'cas' as const,
      })),
  ];
}

function toFound(
  { substance, term, kind }: Met,
  { start, end }: Span,
  source: FieldText | undefined,
): Found | null {
  if (source === undefined) return null;
  const { field, text } = source;
  const hit = {
    substance,
    term,
    technique: 'split' as const,
    field,
    start,
    end,
    text: text.slice(start, end),
  };
  return { hit, kind, ambiguous: false, shadow: false };
}
