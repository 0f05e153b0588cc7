/** Reads all fields of a listing, and the seams between them: a name or number may begin in one and end in the next. */
import { type Normalised, normalise, originalSpan, type Span } from '../../text/normalise.ts';
import type { FieldText } from '../screened-fields.ts';
import { CasFinder } from './match-cas.ts';
import { NameFinder, settleTerms } from './match-names.ts';
import { matchSplitCas } from './match-split-cas.ts';
import { withoutMeasures } from './measures.ts';
import { type FieldHits, type Found, type Matchers, readHits } from './read-hits.ts';
import { scanText } from './scan-text.ts';

/** How far from a seam a name or number may begin and end. */
const REACH = 64;
/** Attributes of one listing whose seams are looked at. */
const MOST_PARTS = 60;
/** In letters and digits; the halves of shorter names meet by chance. */
const SHORTEST_NAME = 7;
const SHORTEST_PART = 2;
const FEWEST_DIGITS = 7;
/** Stands for the middle of a long part: nothing that is found reaches over it. */
const CUT = '。'.repeat(12);

/** Hits of every field; those across a seam are told of the field that holds more of them. */
export function readAllHits(matchers: Matchers, fields: readonly FieldText[]): FieldHits[] {
  const read = fields.map((field) => readHits(matchers, field));
  for (const { field, found } of readSeams(matchers, fields)) {
    const target = read[field];
    if (target !== undefined) read[field] = { ...target, found: [...target.found, found] };
  }
  return withoutMeasures(read);
}

/** A field, or one value of the attributes: which field, its text, and where that begins in the field. */
type Part = { readonly field: number; readonly text: string; readonly offset: number };

/** Fields in order; of the attributes, their values. */
function toParts(fields: readonly FieldText[]): Part[] {
  return fields.flatMap(({ field: name, text }, field) => {
    if (name !== 'attributes') return [{ field, text, offset: 0 }];
    const lines = [...text.matchAll(/^.*?: (.*)$/gm)].slice(0, MOST_PARTS);
    return lines.map((line) => {
      const value = line[1] ?? '';
      return { field, text: value, offset: line.index + line[0].length - value.length };
    });
  });
}

/** A stretch of a part within the joined text: `from` is its place in the part. */
type Stretch = { readonly part: Part; readonly at: number; readonly length: number; readonly from: number };

/** The ends of all parts, one behind the other: what is far from a seam is cut out. */
function join(parts: readonly Part[]): { text: string; stretches: readonly Stretch[] } {
  const stretches: Stretch[] = [];
  let text = '';
  const add = (part: Part, from: number, to: number) => {
    stretches.push({ part, at: text.length, length: to - from, from });
    text += part.text.slice(from, to);
  };
  parts.forEach((part, i) => {
    const { length } = part.text;
    const head = i === 0 ? 0 : Math.min(length, REACH);
    const tail = i === parts.length - 1 ? length : Math.max(head, length - REACH);
    if (i > 0) text += ' ';
    add(part, 0, head);
    if (tail > head) text += CUT;
    add(part, tail, length);
  });
  return { text, stretches };
}

type SeamHit = { readonly field: number; readonly found: Found };

function readSeams(matchers: Matchers, fields: readonly FieldText[]): SeamHit[] {
  const parts = toParts(fields);
  if (parts.length < 2) return [];
  const { text, stretches } = join(parts);
  const normalised = normalise(text);
  return meetings(matchers, normalised).flatMap((met) => {
    const span = originalSpan(normalised, met.start, met.end);
    const shares = stretches.flatMap((stretch) => shareOf(stretch, span));
    if (new Set(shares.map(({ part }) => part)).size < 2) return [];
    if (shares.some(({ start, end }) => end - start < SHORTEST_PART)) return [];
    const most = shares.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a));
    const found = toFound(met, most, fields[most.part.field]);
    return found === null ? [] : [{ field: most.part.field, found }];
  });
}

type Share = Span & { readonly part: Part };

/** What of a span lies in a stretch, as a span of the field. */
function shareOf({ part, at, length, from }: Stretch, span: Span): Share[] {
  const start = Math.max(at, span.start);
  const end = Math.min(at + length, span.end);
  const moved = part.offset + from - at;
  return end > start ? [{ part, start: start + moved, end: end + moved }] : [];
}

/** What was met in the joined text, and whose it is. */
type Met = Span & { readonly substance: string; readonly term: string; readonly kind: Found['kind'] };

function meetings({ terms, cas, splitCas }: Matchers, normalised: Normalised): Met[] {
  const { units } = normalised;
  const text = () => normalised.text;
  const names = new NameFinder(terms.names, units, text, { once: false, original: null });
  const numbers = new CasFinder(cas, units);
  scanText(terms.names.automaton, terms.names.alphabet, units, {
    onPattern: (index, end, trail) => names.onPattern(index, end, trail),
    onDigit: (at) => numbers.onDigit(at),
    onRepeat: () => undefined,
    onMask: () => undefined,
  });
  const met: Met[] = [];
  for (const { start, end, meaning } of settleTerms(names.found, text)) {
    const { substance, term, ambiguous, shadow } = meaning;
    if (!ambiguous && !shadow && end - start > SHORTEST_NAME)
      met.push({ start, end, substance, term, kind: 'name' });
  }
  for (const match of [
    ...numbers.matches(text, []),
    ...matchSplitCas(splitCas, numbers.figures, units, text),
  ]) {
    const { start, end, substance, number } = match;
    if (number.length >= FEWEST_DIGITS + 2) met.push({ start, end, substance, term: number, kind: 'cas' });
  }
  return met;
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
