/** Month names of many languages, from CLDR as Node carries it, with the inflected and short forms that stand in dates. */

const LANGUAGES =
  'en de fr es it pt nl pl ru uk be cs sk sl hr sr sr-Latn bg ro hu sv da nb fi et lv lt el tr az kk uz ar ar-SY ar-MA he hi bn ta te th vi id ms sw ca eu gl ka hy mn'.split(
    ' ',
  );

/** Short forms that people write and CLDR does not list. */
const OTHER_FORMS: readonly (readonly [language: string, month: number, names: string])[] = [
  ['en', 9, 'sept'],
  ['de', 1, 'jänner jän'],
  ['de', 2, 'feber'],
  ['de', 3, 'mrz maerz'],
  ['es', 9, 'set setiembre'],
  ['ru', 5, 'май'],
  ['ru', 9, 'сен'],
  ['ru', 11, 'ноя'],
  ['ru', 2, 'фев'],
  ['pt', 3, 'marco'],
  ['fr', 2, 'fev fevrier'],
  ['fr', 8, 'aout'],
  ['fr', 12, 'decembre'],
];

/** Month names of the Persian calendar, in order. */
export const PERSIAN_MONTHS: readonly string[] =
  'فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'.split(' ');

type Meanings = ReadonlyMap<string, number>;

const bare = (name: string): string => name.toLowerCase().replace(/[.'’׳\s]/g, '');

function readCldr(): ReadonlyMap<string, Meanings> {
  const names = new Map<string, Map<string, number>>();
  const add = (name: string, language: string, month: number) => {
    // "3月" and the like are numbers, not names.
    if (name === '' || /\d/.test(name)) return;
    const meanings = names.get(name) ?? new Map<string, number>();
    if (!meanings.has(language)) meanings.set(language, month);
    names.set(name, meanings);
  };
  for (const language of LANGUAGES) {
    const primary = language.split('-')[0] ?? language;
    for (const month of ['long', 'short'] as const) {
      // With the day, Slavic languages give the genitive that stands in dates.
      for (const day of [{}, { day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
          month,
          timeZone: 'UTC',
          ...day,
        });
        for (let at = 0; at < 12; at++) {
          const part = format.formatToParts(Date.UTC(2024, at, 15)).find(({ type }) => type === 'month');
          add(bare(part?.value ?? ''), primary, at + 1);
        }
      }
    }
  }
  for (const [language, month, words] of OTHER_FORMS) {
    for (const word of words.split(' ')) add(word, language, month);
  }
  return names;
}

/** Asked of CLDR when the first date is read: it takes some time, and many pages have none. */
let known: ReadonlyMap<string, Meanings> | null = null;

function meaningsOf(name: string): Meanings | undefined {
  known ??= readCldr();
  return known.get(bare(name));
}

/**
 * 1 to 12, or null for what is no month. "listopad" is October in Croatian and November in Polish: then the page's
 * language decides, and without it nothing does.
 */
export function monthNumber(name: string, language: string | null): number | null {
  const meanings = meaningsOf(name);
  if (meanings === undefined) return null;
  const own = meanings.get(language?.split('-')[0]?.toLowerCase() ?? '');
  if (own !== undefined) return own;
  const all = new Set(meanings.values());
  return all.size === 1 ? ([...all][0] ?? null) : null;
}

/** Whether one of these languages (BCP 47) calls a month so. */
export function namesMonth(name: string, languages: readonly string[]): boolean {
  const meanings = meaningsOf(name);
  return languages.some((language) => meanings?.has(language.split('-')[0]?.toLowerCase() ?? '') ?? false);
}
