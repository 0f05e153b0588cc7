/** "3 days ago", "вчера, 14:05", "2小时前" → a date or date-time, counted back from when the page was fetched. */
import { dayBefore, dayOf } from './calendar-day.ts';
import { longestPhrase, type Past, pastOf, speaks, type TimeUnit, wholePhrases } from './relative-phrases.ts';

export type Clock = {
  /** When the page was fetched. */
  readonly now: Date;
  /** IANA name of the zone in which the site tells its days; null means UTC. */
  readonly timeZone: string | null;
};

/** More than this is a number that belongs to something else. */
const MOST: Readonly<Record<TimeUnit, number>> = {
  second: 3600,
  minute: 1440,
  hour: 720,
  day: 3660,
  week: 520,
  month: 240,
  year: 30,
};

const MS: Readonly<Partial<Record<TimeUnit, number>>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** "a", "one" where it stands for a number: before a unit. Arabic "since" says the same as CLDR's "before". */
const ONE =
  /(?<![\p{L}\p{N}]|il y )(?:an?|one|eine?[mnrs]?|une?|una|uno|um|uma|een|één|ett?|jeden|jedną|jedna|jednu|один|одну|одна|bir|egy|một)(?= \p{L})/gu;

/** Shorter than a day. */
const FAST: ReadonlySet<TimeUnit> = new Set<TimeUnit>(['second', 'minute']);

const HAS_ONE = new RegExp(`${ONE.source}|منذ (?=\\p{L}{2,5}$)`, 'u');

const HALF_HOUR =
  /half an hour ago|vor einer halben stunde|полчаса назад|півгодини тому|半小时前|半小時前|pół godziny temu|hace media hora|há meia hora|mezzora fa|een half uur geleden|(?:för )?en halvtimme sedan|il y a une demi-heure|نیم ساعت پیش/g;
const QUARTER_HOUR =
  /(?:a )?quarter of an hour ago|vor einer viertelstunde|четверть часа назад|чверть години тому|一刻钟前|kwadrans temu|hace un cuarto de hora|há um quarto de hora|un quarto dora fa|een kwartier geleden|en kvart sedan|il y a un quart dheure|یک ربع پیش/g;

const SCRIPT_WITHOUT_SPACES = /[\u0e00-\u0eff\u1780-\u17ff\u3000-\u9fff\uac00-\ud7af]/;

/** Whether a phrase may begin or end at this place: not inside a word or a number. */
function atEdge(text: string, at: number, inside: string): boolean {
  const beyond = text.charAt(at);
  if (beyond === '' || !/[\p{L}\p{N}\p{M}#+]/u.test(beyond)) return true;
  return SCRIPT_WITHOUT_SPACES.test(inside) && !/[\d#+]/.test(beyond);
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\p{L})[.'’׳]|[׳’'](?=\p{L})/gu, '')
    .replace(HALF_HOUR, '30 minutes ago')
    .replace(QUARTER_HOUR, '15 minutes ago')
    .replace(ONE, '1')
    .replace(/منذ/g, 'قبل')
    .replace(/\s+/g, ' ')
    .trim();
}

type Found = { readonly past: Past; readonly count: number; readonly start: number; readonly end: number };

/** The longest phrase around one number. Looks at no more than a phrase's length on each side. */
function aroundNumber(text: string, start: number, end: number, language: string | null): Found | null {
  const digits = text.slice(start, end);
  let best: Found | null = null;
  const longest = Math.min(longestPhrase(), 24);
  for (let from = start; from >= 0 && start - from <= longest; from--) {
    if (/[#\d]/.test(text.slice(from, start)) || !atEdge(text, from - 1, text.charAt(from))) continue;
    for (let to = Math.min(text.length, end + longest); to >= end; to--) {
      if (best !== null && to - from <= best.end - best.start) break;
      if (!atEdge(text, to, text.charAt(to - 1))) continue;
      const past = pastOf(`${text.slice(from, start)}#${text.slice(end, to)}`, language);
      if (past !== null) best = { past, count: past.count ?? Number(digits), start: from, end: to };
    }
  }
  return best;
}

/** "1 week, 2 days ago", "vor 1 Tag und 3 Stunden": only a part of such a time would be read. */
function isPartOfLonger(text: string, { start, end }: Found): boolean {
  const joined = '(?:,|and|und|et|y|e|и|і|i|og|och|ve)?';
  return (
    new RegExp(`\\d\\s?\\p{L}{1,12}\\s?${joined}\\s?$`, 'u').test(
      text.slice(Math.max(0, start - 24), start),
    ) || new RegExp(`^\\s?${joined}\\s?\\d{1,3}\\s?\\p{L}`, 'u').test(text.slice(end, end + 16))
  );
}

/** "hier" is yesterday in French and here in German: a short word counts in its own language, a very short one there only. */
function isTold(phrase: string, language: string | null): boolean {
  if (phrase.length > 4 || !/^[\p{Script=Latin}\s]+$/u.test(phrase)) return true;
  return language === null ? phrase.length === 4 : speaks(phrase, language);
}

function findPast(text: string, language: string | null): Found | null {
  for (const match of text.matchAll(/(?<![\d.,:/-])\d{1,4}(?![\d:/]|[.,]\d)/g)) {
    const found = aroundNumber(text, match.index, match.index + match[0].length, language);
    if (found !== null) return isPartOfLonger(text, found) ? null : found;
  }
  for (const phrase of wholePhrases()) {
    const start = text.indexOf(phrase);
    if (start < 0) continue;
    const end = start + phrase.length;
    const past = pastOf(phrase, language);
    if (past === null || !isTold(phrase, language)) continue;
    if (!atEdge(text, start - 1, phrase.charAt(0)) || !atEdge(text, end, phrase.slice(-1))) continue;
    return { past, count: past.count ?? 0, start, end };
  }
  return null;
}

/** Whether a text is a day that is told without a figure and nothing else: "yesterday". */
export function isNamedDay(text: string, language: string | null): boolean {
  const phrase = folded(text);
  return pastOf(phrase, language)?.unit === 'day' && isTold(phrase, language);
}

/** Whether a text says of something that it was a day or longer ago, in words, and nothing else: "yesterday", "a week ago". */
export function isLongAgo(text: string, language: string | null): boolean {
  // Asked of every short text of a list: a look at the table tells most.
  const lower = text.toLowerCase();
  const known = pastOf(lower, language) === null ? null : lower;
  const phrase = known ?? (HAS_ONE.test(lower) ? folded(lower).replace('1', '#') : null);
  const past = phrase === null ? null : pastOf(phrase, language);
  if (past === null || past.count === 0 || FAST.has(past.unit)) return false;
  return phrase !== known || isTold(lower, language);
}

/** "2 t.", "3 pv": how the boards of the north write how long something has been there, and what it means in full. */
const ELAPSED: ReadonlyMap<string, TimeUnit> = new Map([
  ['s', 'second'],
  ['sek', 'second'],
  ['min', 'minute'],
  ['t', 'hour'],
  ['tim', 'hour'],
  ['pv', 'day'],
  ['d', 'day'],
  ['dager', 'day'],
  ['dage', 'day'],
  ['dagar', 'day'],
  ['vk', 'week'],
  ['kk', 'month'],
  ['mån', 'month'],
  ['md', 'month'],
  ['mnd', 'month'],
]);
const NORTHERN = /^(?:fi|sv|da|nb|nn|no)(?:-|$)/i;

/** Such a text as a phrase that says "ago"; null for any other. */
export function elapsedPhrase(text: string, language: string | null): string | null {
  const [, count, word = ''] = /^(\d{1,3}) ?(\p{Ll}{1,5})\.?$/u.exec(text) ?? [];
  const unit = language !== null && NORTHERN.test(language) ? ELAPSED.get(word) : undefined;
  return count === undefined || unit === undefined ? null : `${count} ${unit}s ago`;
}

/**
 * Days and longer give a date, hours and less a date-time in UTC cut to what is known; null when nothing of the kind
 * stands in the text. "3 months ago" is taken as the same day of that month, as such texts are made.
 */
export function relativeDate(raw: string, language: string | null, clock: Clock): string | null {
  const found = findPast(folded(raw), language);
  if (found === null || found.count > MOST[found.past.unit]) return null;
  const { unit } = found.past;
  const ms = MS[unit];
  if (ms !== undefined) {
    const cut = unit === 'hour' ? 3_600_000 : 60_000;
    const moment = clock.now.getTime() - found.count * ms;
    return new Date(Math.floor(moment / cut) * cut).toISOString();
  }
  const today = dayOf(clock.now, clock.timeZone);
  if (unit === 'week') return dayBefore(today, found.count * 7, 'day');
  return unit === 'day' || unit === 'month' || unit === 'year' ? dayBefore(today, found.count, unit) : null;
}
