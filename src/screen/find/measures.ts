/** Tells sizes that happen to have the form of a listed CAS number, by the measures that the listing gives besides. */
import { normalisedSpan } from '../../text/normalise.ts';
import { hasCasLabel } from './cas-shape.ts';
import type { FieldHits, Found } from './read-hits.ts';

/**
 * "Clamp 103-79-7: width 103 mm, height 79 mm": both longer parts of the number stand by themselves as well, nobody calls it a CAS
 * number, and the substance is identified by nothing else. Whoever sells the substance has no cause to repeat the parts.
 */
export function withoutMeasures(fields: readonly FieldHits[]): FieldHits[] {
  const all = fields.flatMap(({ found }) => found);
  const numbers = new Set(all.filter(isWrittenNumber).map(({ hit }) => hit.term));
  const measures = new Set([...numbers].filter((number) => areMeasures(number, fields, all)));
  if (measures.size === 0) return [...fields];
  return fields.map((field) => ({
    ...field,
    found: field.found.filter((one) => !isWrittenNumber(one) || !measures.has(one.hit.term)),
  }));
}

function isWrittenNumber({ kind, hit }: Found): boolean {
  return kind === 'cas' && hit.technique === 'cas';
}

function areMeasures(number: string, fields: readonly FieldHits[], all: readonly Found[]): boolean {
  const [first = '', second = ''] = number.split('-');
  if (![first, second].every((part) => fields.some(({ normalised }) => standsAlone(part, normalised.text))))
    return false;
  const substances = new Set(all.filter(({ hit }) => hit.term === number).map(({ hit }) => hit.substance));
  const others = all.some(({ hit }) => substances.has(hit.substance) && hit.term !== number);
  return !others && !fields.some((field) => isLabelled(number, field));
}

function standsAlone(part: string, text: string): boolean {
  return new RegExp(`(?<![\\d.,-])${part}(?![\\d-]|[.,]\\d)`).test(text);
}

function isLabelled(number: string, { found, normalised }: FieldHits): boolean {
  return found.some(({ hit }) => {
    if (hit.term !== number) return false;
    return hasCasLabel(normalised.text, normalisedSpan(normalised, hit.start, hit.end).start);
  });
}
