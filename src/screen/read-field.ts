/** Reads one text: hits with spans in the original, phrases of contexts and flags, prices, quantities, other CAS numbers. */
import type { Hit, Technique } from '../model/assessment.ts';
import { type Normalised, normalise, originalSpan } from '../text/normalise.ts';
import { BULK, PRICE, PURITY, QUANTITY } from './amounts.ts';
import { type CasMatcher, matchCas, writtenCasNumbers } from './match-cas.ts';
import { matchNames, type NameMatcher } from './match-names.ts';
import { matchSplitCas, type SplitCasMatcher } from './match-split-cas.ts';
import type { FieldText } from './screened-fields.ts';

/** A hit with what assessing needs to know of its term. */
export type Found = {
  readonly hit: Hit;
  readonly kind: 'name' | 'cas';
  readonly ambiguous: boolean;
  /** Recorded only: the term is in state `shadow`. */
  readonly shadow: boolean;
};

export type FieldReading = {
  readonly found: readonly Found[];
  /** Group → ids of what was met: offer signs, trade signs, red flags, innocent contexts. */
  readonly phrases: ReadonlyMap<string, ReadonlySet<string>>;
  readonly casNumbers: readonly string[];
  readonly price: boolean;
  readonly quantity: boolean;
  readonly bulk: boolean;
  readonly purity: boolean;
};

const ESCAPED = /&(?:#\d+|#x[0-9a-f]+|[a-z]+;)|%[0-9a-f]{2}/i;
const HIDDEN = /[\p{M}\p{Cf}\p{Cc}]/u;
const PLAIN_SPACE = /[\t\n\v\f\r]/g;
/** Digits of other scripts and in frames; full-width letters are only another width. */
const ODD_DIGIT = /(?![0-9])[\p{Nd}\p{No}]/u;

/** Everything that searches one text. */
export type Matchers = {
  readonly names: NameMatcher;
  readonly cas: CasMatcher;
  readonly splitCas: SplitCasMatcher;
};

export function readField({ names, cas, splitCas }: Matchers, { field, text }: FieldText): FieldReading {
  const normalised = normalise(text);
  const { terms, phrases } = matchNames(names, normalised.text);
  const toHit = (match: Match): Hit => {
    const span = originalSpan(normalised, match.start, match.end);
    const slice = text.slice(span.start, span.end);
    const technique = techniqueIn(match.technique, slice);
    return { substance: match.substance, term: match.term, technique, field, ...span, text: slice };
  };
  const found: Found[] = [
    ...terms.map(({ meaning, ...match }) => ({
      hit: toHit({ ...match, substance: meaning.substance, term: meaning.term }),
      kind: 'name' as const,
      ambiguous: meaning.ambiguous,
      shadow: meaning.shadow,
    })),
    ...[...matchCas(cas, normalised.text), ...matchSplitCas(splitCas, normalised.text)].map((match) => ({
      hit: toHit({ ...match, term: match.number }),
      kind: 'cas' as const,
      ambiguous: false,
      shadow: false,
    })),
  ];
  found.sort((a, b) => a.hit.start - b.hit.start || a.hit.end - b.hit.end);
  return { found: capped(found), phrases: byGroup(phrases), ...readNumbers(normalised) };
}

/** A page that repeats one word a hundred thousand times says no more than one that does so fifty times. */
const OCCURRENCES = 50;

function capped(found: readonly Found[]): Found[] {
  const counts = new Map<string, number>();
  return found.filter(({ hit }) => {
    const key = `${hit.substance} ${hit.term}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= OCCURRENCES;
  });
}

type Match = { start: number; end: number; technique: Technique; substance: string; term: string };

function readNumbers({ text }: Normalised): Omit<FieldReading, 'found' | 'phrases'> {
  return {
    casNumbers: writtenCasNumbers(text),
    price: PRICE.test(text),
    quantity: QUANTITY.test(text),
    bulk: BULK.test(text),
    purity: PURITY.test(text),
  };
}

function byGroup(
  phrases: readonly { meaning: { group: string; id: string } }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { meaning } of phrases) {
    const ids = groups.get(meaning.group);
    if (ids === undefined) groups.set(meaning.group, new Set([meaning.id]));
    else ids.add(meaning.id);
  }
  return groups;
}

/** What the matcher saw comes first; a plain match is then told apart by how the original was written. */
function techniqueIn(technique: Technique, slice: string): Technique {
  if (technique !== 'name' && technique !== 'cas' && technique !== 'cas-separators') return technique;
  if (ESCAPED.test(slice)) return 'encoded';
  if (HIDDEN.test(slice.normalize('NFC').replace(PLAIN_SPACE, ' '))) return 'invisible';
  return ODD_DIGIT.test(slice) ? 'lookalike' : technique;
}
