/** Finds what may be another name in a listing with hits: CAS numbers, codes, chemical words, and what the text says is one. */
import type { Hit } from '../model/assessment.ts';
import type { DiscoveryKind, Relation } from '../model/discovery.ts';
import { hasRightCheckDigit } from '../text/cas-number.ts';
import { normalise } from '../text/normalise.ts';
import type { FieldText } from './screened-fields.ts';

export type NameBeside = {
  readonly kind: DiscoveryKind;
  readonly key: string;
  readonly text: string;
  readonly relation: Relation;
};

const CAS = /(?<![\d-])[1-9]\d{1,6}-\d\d-\d(?![\d-])/g;
/** Two letters and two figures at least, as sellers number what they do not name. */
const CODE =
  /(?<![\p{L}\p{N}-])(?:[a-z]{2,5}-?\d{2,5}(?:-[a-z\d]{1,5})?|\d{1,2}-?[a-z]{2,5}-?\d{2,5})(?![\p{L}\p{N}-])/gu;
/** Endings of systematic and common names of compounds. */
const CHEMICAL =
  /(?<![\p{L}\p{N}-])[a-z\d,()-]{0,80}[a-z]{4,40}(?:amine|amide|idine|idone|azole|azine|oline|anone|oate|nitrile|fentanil|fentanyl|nitazene|caine|glycidate|ketone)(?![\p{L}\p{N}])/gu;
/** A comma between figures or letters that place a group ("1,3-", "N,N-") is a part of the name. */
const SAID =
  /(?:(?<!\p{L})(?:also known as|a\.k\.a\.?|aka|synonyms?|other names?|alias|tambien conocid[oa] como|sinonimos?|auch bekannt als|aussi appele|connu sous le nom|также известен как|синонимы?)(?!\p{L})|又名|别名|又称|俗称)[ :=]{0,3}([\p{L}\p{N}](?:[^\n.;|。、,]|(?<=[\dn]),(?=[\dn])){2,60})/gu;
const ROW_END = /[\n|]/;
/** Words that codes and names are made of by chance. */
const NO_CODE =
  /^(?:utf|iso|din|en|gb|usp|ep|bp|jp|acs|rohs|ip|usb|mp|no|nr|tel|fax|cas|qq|hs|un|art|sku|wifi|ral)-?\d/;

/** `isListed` tells by key what is on a list already. */
export function namesBeside(
  fields: readonly FieldText[],
  hits: readonly Hit[],
  isListed: (key: string) => boolean,
): NameBeside[] {
  const found = new Map<string, NameBeside>();
  const add = (name: NameBeside) => {
    const known = found.get(`${name.kind} ${name.key}`);
    if (isListed(name.key) || (known !== undefined && rank(known.relation) <= rank(name.relation))) return;
    found.set(`${name.kind} ${name.key}`, name);
  };
  for (const { field, text } of fields) {
    const terms = hits.filter((hit) => hit.field === field).map((hit) => normalise(hit.text).text);
    for (const row of text.split(ROW_END)) readRow(normalise(row).text, terms, add);
  }
  return [...found.values()];
}

function rank(relation: Relation): number {
  return ['also-known-as', 'same-row', 'same-listing', 'same-seller'].indexOf(relation);
}

function readRow(row: string, terms: readonly string[], add: (name: NameBeside) => void): void {
  const hasHit = terms.some((term) => row.includes(term));
  const relation = hasHit ? 'same-row' : 'same-listing';
  for (const [number] of row.matchAll(CAS)) {
    if (hasRightCheckDigit(number)) add({ kind: 'cas', key: nameKey(number), text: number, relation });
  }
  for (const [, said = ''] of row.matchAll(SAID)) {
    const text = said.trim();
    if (!terms.some((term) => text.includes(term)) && !/^\d{2,7}-\d\d-\d$/.test(text))
      add({ kind: 'name', key: nameKey(text), text, relation: 'also-known-as' });
  }
  if (!hasHit) return;
  for (const [code] of row.matchAll(CODE))
    if (!NO_CODE.test(code) && !partOf(code, terms))
      add({ kind: 'code', key: nameKey(code), text: code, relation });
  for (const [name] of row.matchAll(CHEMICAL))
    if (!partOf(name, terms)) add({ kind: 'name', key: nameKey(name), text: name, relation });
}

function partOf(text: string, terms: readonly string[]): boolean {
  return terms.some((term) => term.includes(text) || text.includes(term));
}

/** Letters and digits only: what separators stand between them says nothing. */
export function nameKey(text: string): string {
  return normalise(text).text.replace(/[^\p{L}\p{N}]/gu, '');
}
