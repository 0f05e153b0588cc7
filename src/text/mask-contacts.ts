/** Hides contact details in a text that is shown or sent on, without moving any character: hits keep their places. */
import type { Contact } from '../model/listing.ts';

const MASK = '•';
/** What stays readable of each contact, so that two of them can be told apart. */
const SHOWN = 2;

const EMAIL =
  /[\w.+-]{1,64}\s?(?:@|＠|[[({]\s?(?:at|@)\s?[\])}])\s?[\w-]{1,63}(?:\s?(?:\.|[[({]\s?(?:dot|\.)\s?[\])}])\s?[\w-]{1,63}){1,5}/gi;
const SPELLED_EMAIL = /[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63}){1,4}/gi;

/** Runs of digits of any script with what people put between them. */
const DIGITS = /(?:[+＋]\s?)?[(（]?\p{Nd}(?:[ .()（）\-–/\u00a0]{0,2}\p{Nd}){5,16}/gu;
const PHONE_LABEL =
  /(?:tel(?:ephone|efon|éfono)?|phone|mobile?|cell|call(?: us| me)?|fax|whats\s?app|viber|signal|telegram|sms|тел(?:ефон)?|моб|电话|手机|微信|qq|電話|携帯|전화|هاتف|تلفون|تلفن|جوال|موبايل|واتساب)\.?\s{0,2}[:：=]?\s{0,2}$/i;

/** Figures that look like a phone number and are needed by a reviewer. */
const CAS_SHAPE = /^\p{Nd}{2,7}-\p{Nd}{2}-\p{Nd}$/u;
const DATE_SHAPE = /^(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})/;
const GROUPED_SHAPE = /^\d{1,3}(?:[ \u00a0.]\d{3})+$/;
const CURRENCY_BEFORE = /(?:[$€£¥₽₹₩₺₴₪฿₫₱złKč]|\b[A-Z]{3}|Rs\.?|R\$)\s?$/u;
const CURRENCY_AFTER =
  /^(?:[.,]\d{1,3})?\s?(?:[$€£¥₽₹₩₺₴₪฿₫₱元円원%]|[A-Z]{3}\b|руб|р\.|грн|zł|Kč|Ft|kr\b|ريال|درهم|دينار|جنيه|تومان)/u;

type Span = readonly [start: number, end: number];

const digitsOf = (text: string) => text.normalize('NFKC').replace(/\P{Nd}/gu, '');

const NONE: ReadonlySet<string> = new Set();

/** The digits of numbers that are of things, such as of a post or a substance: a run of nothing else is no phone number. */
export function numbersIn(texts: readonly (string | null)[]): ReadonlySet<string> {
  return new Set(texts.map((text) => digitsOf(text ?? '')).filter((digits) => digits !== ''));
}

/** Whether a run of digits is a phone number rather than an amount, a date, a CAS number or one that is known. */
function isPhone(text: string, start: number, run: string, known: ReadonlySet<string>): boolean {
  const count = run.replace(/\P{Nd}/gu, '').length;
  const international = /^[+＋]/.test(run);
  if (international) return count >= 7;
  const trimmed = run.trim();
  if (CAS_SHAPE.test(trimmed) || DATE_SHAPE.test(trimmed) || known.has(digitsOf(run))) return false;
  const before = text.slice(Math.max(0, start - 30), start);
  const after = text.slice(start + run.length, start + run.length + 12);
  if (PHONE_LABEL.test(before)) return count >= 6;
  if (CURRENCY_BEFORE.test(before) || CURRENCY_AFTER.test(after) || GROUPED_SHAPE.test(trimmed)) return false;
  return count >= 9;
}

/** Every place where one of the strings stands, whatever its case. Same-length folding keeps the places right. */
function occurrences(text: string, words: readonly string[]): Span[] {
  const fold = (value: string) =>
    [...value].map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
  const folded = fold(text);
  const spans: Span[] = [];
  for (const word of new Set(words.map(fold))) {
    // One or two letters stand everywhere.
    if (word.length < 3) continue;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      spans.push([at, at + word.length]);
    }
  }
  return spans;
}

/** Dots for everything but the last two units; half of a surrogate pair is never shown. */
function masked(text: string): string {
  const cut = Math.max(0, text.length - SHOWN);
  const shown = /^[\udc00-\udfff]/.test(text.slice(cut)) ? cut + 1 : cut;
  return MASK.repeat(shown) + text.slice(shown);
}

/**
 * Same length in UTF-16 units. Each occurrence of a contact's raw text or value, and whatever looks like an e-mail
 * address or a phone number, becomes dots except its last two characters. CAS numbers, dates and prices are left alone, and
 * so are `known` numbers that are no contact.
 */
export function maskContacts(
  text: string,
  contacts: readonly Contact[],
  known: ReadonlySet<string> = NONE,
): string {
  const spans = occurrences(
    text,
    contacts.flatMap(({ raw, value }) => [raw, value]),
  );
  for (const pattern of [EMAIL, SPELLED_EMAIL]) {
    for (const match of text.matchAll(pattern)) spans.push([match.index, match.index + match[0].length]);
  }
  for (const match of text.matchAll(DIGITS)) {
    if (isPhone(text, match.index, match[0], known)) spans.push([match.index, match.index + match[0].length]);
  }
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const parts: string[] = [];
  let at = 0;
  for (let next = 0; next < spans.length; ) {
    const [start, firstEnd] = spans[next] ?? [text.length, text.length];
    let end = firstEnd;
    // What overlaps is one contact: masking each part would show two characters in the middle.
    for (next++; (spans[next]?.[0] ?? Number.POSITIVE_INFINITY) < end; next++)
      end = Math.max(end, spans[next]?.[1] ?? end);
    parts.push(text.slice(at, start), masked(text.slice(start, end)));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

export function maskContact(contact: Contact): Contact {
  return { kind: contact.kind, value: masked(contact.value), raw: masked(contact.raw) };
}
