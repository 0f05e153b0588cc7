/** Phone numbers in a text, in E.164; one that stands beside a messenger's name is that messenger's. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Contact } from '../../model/listing.ts';
import { plainDigits } from '../values/plain-digits.ts';

const PHONE = /(?<![\w.,/-])\(?(?:\+|00)?\d[\d .()\-–/]{5,44}\d(?![\w-]|[.,]\d)/g;
const PHONE_LABEL =
  /(?:tel(?:ephone|efon|éfono|efono|efone|éfon|efoon)?|phone|mobi?le?|cell(?:ular)?|call(?: us| me)?|hotline|fax|sms|handy|móvil|celular|portable|gsm|cep|puh|tlf|тел(?:ефон)?ы?|моб|звоните|viber|whats\s?app|电话|電話|手机|手機|联系|联系方式|热线|携帯|전화|휴대폰|연락처|โทร|điện thoại|đt|sđt|hp|هاتف|تلفن|تماس|موبایل|همراه|جوال|اتصال|טלפון|τηλ)\s*(?:no|nr|number|номер|号码|us|me)?\.?\s*[:=|-]?\s*$/iu;

/** A messenger's name shortly before the number, nothing but words for it in between. */
const MESSENGER_LABEL: readonly (readonly [Contact['kind'], RegExp])[] = [
  [
    'whatsapp',
    /(?:whats?\s?app|wsp|(?<![a-z])wapp|ватс?ап+|вотсап+|вацап+|واتساب|واتس اب|واتس آپ)[^\d+]{0,25}$|(?<![a-z\d])wa\s?[:.]\s?$/i,
  ],
  ['signal', /(?<!\w)(?:signal|сигнал)[^\d+]{0,12}$/i],
  ['telegram', /(?:telegram|телеграмм?|電報|تلگرام|تيليجرام)[^\d+]{0,12}$/i],
  ['wechat', /(?:we\s?chat|weixin|微信)[^\d+]{0,12}$/i],
  ['viber', /(?:viber|вайбер)[^\d+]{0,12}$/i],
  ['zalo', /(?<!\w)zalo[^\d+]{0,12}$/i],
  ['line', /(?<!\w)line\s?id[^\d+]{0,8}$/i],
];

/** A CAS number, a date or a version is not a phone number, however it is spaced. */
const NOT_A_PHONE =
  /^\d{2,7}-\d{2}-\d$|^(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}|^\d{1,2}[./]\d{1,2}[./]\d{4}|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{1,3}(?:[ .]\d{3})+$/;

export function countryCode(country: string | null): CountryCode | undefined {
  return country !== null && isSupportedCountry(country) ? country : undefined;
}

/** "86-531-…": exporters leave out the sign before the code of their country. No area code is written so. */
const BARE_COUNTRY = /^\(?(?:86|886|852|91|84|82|90|62|66|971)\)?[-–]/;

/** How a run of digits is marked as a number to call. `certain`: by its place on the page ("tel:", a telephone field). */
type Marking = {
  readonly messenger: Contact['kind'] | undefined;
  readonly labelled: boolean;
  readonly certain: boolean;
};

/** "020 7946 0011 25 kg": figures behind the number are tried away. */
const MAX_DROPPED = 3;
/** Runs of digits in one text: a table of figures is not a list of telephones. */
const MAX_RUNS = 500;
/** Numbers held against the world's numbering plans in one page: some ten milliseconds a thousand. */
const MAX_TRIED = 20_000;

/** Where a text stands: the country whose numbers are written without its code, and how many of its page may still be tried. */
export type PhonePlace = { readonly country: CountryCode | undefined; readonly tries: PhoneTries };
export type PhoneTries = { left: number };
/** For one page. */
export const newPhoneTries = (): PhoneTries => ({ left: MAX_TRIED });

function phoneAt(run: string, marking: Marking, { country, tries }: PhonePlace): Contact | null {
  const international = /^\(?(?:\+|00)/.test(run);
  if (!international && !marking.labelled) return null;
  let raw = run;
  for (let dropped = 0; dropped <= MAX_DROPPED && tries.left > 0; dropped++) {
    if (NOT_A_PHONE.test(raw)) return null;
    const candidates = [
      raw.replace(/^\(?00/, '+'),
      ...(marking.messenger === undefined && !BARE_COUNTRY.test(raw) ? [] : [`+${raw.replace(/\D/g, '')}`]),
    ];
    tries.left -= candidates.length;
    const numbers = candidates.map((text) => parsePhoneNumberFromString(text, country));
    // What is marked as a number to call, or written in full, may be of a range that the library does not know yet.
    const number =
      numbers.find((parsed) => parsed?.isValid()) ??
      (marking.certain || (international && dropped === 0)
        ? numbers.find((parsed) => parsed?.isPossible())
        : undefined);
    if (number !== undefined) return { kind: marking.messenger ?? 'phone', value: number.number, raw };
    const last = raw.search(/ +[^ ]*$/);
    if (last < 7) return null;
    raw = raw.slice(0, last);
  }
  return null;
}

/** Two numbers with a slash between: "020 7946 0011 / 0012 …" stays whole, since the second may be a mere ending. */
function partsOf(run: string): { at: number; text: string }[] {
  const parts = [...run.matchAll(/[^/]+/g)].map((part) => ({ at: part.index, text: part[0] }));
  const whole = parts.every(({ text }) => text.replace(/\D/g, '').length >= 7);
  return parts.length > 1 && whole ? parts : [{ at: 0, text: run }];
}

/** The numbers in a run of digits, each marked by what stands before the run. */
function phonesIn(run: string, marking: Marking, place: PhonePlace): (Contact & { at: number })[] {
  return partsOf(run).flatMap(({ at, text }) => {
    const open = /^\s*(?:\((?![^)]*\)))?\s*/.exec(text)?.[0].length ?? 0;
    const phone = phoneAt(text.slice(open).trimEnd(), marking, place);
    return phone === null ? [] : [{ ...phone, at: at + open }];
  });
}

/**
 * At most `most` different ones. `certain` is for text that is a phone number by its place ("tel:" link, a field named
 * telephone).
 */
export function findPhones(
  original: string,
  place: PhonePlace,
  { certain, most }: { certain: boolean; most: number },
): Contact[] {
  const text = plainDigits(original);
  const found = new Map<string, Contact>();
  for (const match of text.matchAll(PHONE).take(MAX_RUNS)) {
    if (found.size >= most || place.tries.left <= 0) break;
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const messenger = MESSENGER_LABEL.find(([, label]) => label.test(before))?.[0];
    const labelled = certain || messenger !== undefined || PHONE_LABEL.test(before);
    for (const { kind, value, raw, at } of phonesIn(match[0], { messenger, certain, labelled }, place)) {
      const key = `${kind} ${value}`;
      const start = match.index + at;
      if (!found.has(key)) found.set(key, { kind, value, raw: original.slice(start, start + raw.length) });
    }
  }
  return [...found.values()];
}
