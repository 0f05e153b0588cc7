/** Model, article and part numbers in a text ("KX-FLB801", "2749B001"): the strongest sign that two things are one. */
import { UNITS } from './goods-words.ts';

export type CodeRelation = 'equal' | 'contained' | 'related' | 'none';

const CANDIDATE = /[\p{L}\p{N}]+(?:[-./_][\p{L}\p{N}]+)*/gu;
const SHORTEST = 4;
const LONGEST = 24;
const MAX_CODES = 24;
/** From here on a code says enough by itself to hold against another one. */
const TELLING = 5;
/** Names of systems, media and versions that look like codes. */
const NO_CODE = /^(?:win\d{1,4}|(?:v|ver|r|ps|cs|mp|usb|dvd|cd|os|x)\d{1,2})$/;
const AMOUNT = /^(\p{N}+(?:\.\p{N}+)?)(?:[x-]\p{N}+(?:\.\p{N}+)?)*(\p{L}*)$/u;
const ROUND = /000$/;

/** "8gb", "1080p", "1920x1080", "2007": an amount or a year. Long numbers that are not round are part numbers. */
function isAmount(text: string): boolean {
  const [all, number = '', unit = ''] = AMOUNT.exec(text) ?? [];
  if (all === undefined) return false;
  if (unit !== '') return UNITS.has(unit) && number.replace('.', '').length < TELLING;
  return !/^\p{N}{5,}$/u.test(text) || ROUND.test(text);
}

/** Words joined by a mark ("win98/xp", "4th-6th") are no code. */
function isPhrase(parts: readonly string[], raw: string): boolean {
  const plain = (part: string) => isAmount(part) || /^\p{L}{3,}$/u.test(part);
  if (parts.every(plain)) return true;
  const listed = (part: string) =>
    /^\p{N}{4}$/u.test(part) || (/^\p{L}{2,3}$/u.test(part) && parts.length > 2);
  return raw.includes('/') && parts.some(listed);
}

/** A word with one digit is a code only when it could hardly be read out ("dhtfs3", not "learn2"). */
function isPronounceable(code: string, letters: number): boolean {
  const vowels = code.match(/[aeiouy]/g)?.length ?? 0;
  return vowels * 4 > letters;
}

function codeOf(raw: string): string | null {
  const parts = raw.split(/[-./_]/);
  const code = parts.join('');
  const digits = code.match(/\p{N}/gu)?.length ?? 0;
  const letters = code.length - digits;
  if (digits === 0 || code.length < SHORTEST || code.length > LONGEST) return null;
  if (isAmount(raw) || isPhrase(parts, raw) || NO_CODE.test(code)) return null;
  if (letters === 0 && digits < TELLING) return null;
  return letters > 2 && digits < 2 && isPronounceable(code, letters) ? null : code;
}

/** The codes of a normalised text, without their marks. */
export function findCodes(text: string): string[] {
  const codes = new Set<string>();
  for (const [raw] of text.matchAll(CANDIDATE)) {
    const code = codeOf(raw);
    if (code !== null) codes.add(code);
    if (codes.size === MAX_CODES) break;
  }
  return [...codes];
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/**
 * contained: one is the other with a few letters behind it (a colour, a country) or letters around its number;
 * related: they differ only in such letters.
 */
export function relateCodes(a: string, b: string): CodeRelation {
  if (a === b) return 'equal';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= TELLING) {
    if (long.startsWith(short) && /^\p{L}{1,4}$/u.test(long.slice(short.length))) return 'contained';
    if (/^\p{N}+$/u.test(short) && long.includes(short)) return 'contained';
  }
  const start = commonStart(a, b);
  const suffix = /^\p{L}{0,3}$/u;
  const alike = start >= TELLING && suffix.test(a.slice(start)) && suffix.test(b.slice(start));
  return alike && /\p{N}/u.test(a.slice(0, start)) ? 'related' : 'none';
}

function shapeOf(code: string): string {
  return code.replace(/\p{N}+/gu, '0').replace(/\p{L}+/gu, 'a');
}

/** Two codes of one numbering that are not the same: then the things are not the same either. */
export function areOpposed(a: string, b: string): boolean {
  if (a.length < TELLING || b.length < TELLING) return false;
  const relation = relateCodes(a, b);
  if (relation === 'equal' || relation === 'contained') return false;
  return (a.length === b.length && shapeOf(a) === shapeOf(b)) || commonStart(a, b) >= 3;
}
