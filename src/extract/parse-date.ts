/** A date as pages write it → ISO 8601; null where it is relative or can be read in two ways. */

const MONTH_LANGUAGES = 'en de fr es it pt nl pl ru uk cs sv da nb tr'.split(' ');

function monthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of MONTH_LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      // With the day, Slavic languages give the genitive that stands in dates.
      for (const day of [{}, { day: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC', ...day });
        for (let at = 0; at < 12; at++) {
          const part = format.formatToParts(Date.UTC(2024, at, 15)).find((p) => p.type === 'month');
          const name = part?.value.toLowerCase().replace(/\.$/, '');
          if (name !== undefined && !/^\d/.test(name) && !names.has(name)) names.set(name, at + 1);
        }
      }
    }
  }
  return names;
}

const MONTHS = monthNames();

const pad = (number: number, length = 2) => String(number).padStart(length, '0');

function isoDay(year: number, month: number, day: number): string | null {
  if (year < 1990 || year > 2100) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** ISO 8601 with a time keeps it; the zone becomes UTC, and a time without zone is dropped, since it could be any. */
function isoDate(text: string): string | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?/.exec(text);
  if (match === null) return null;
  const day = isoDay(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === null || match[4] === undefined || match[5] === undefined) return day;
  const zone = match[5] === 'Z' ? 'Z' : match[5].replace(/(\d{2}):?(\d{2})$/, '$1:$2');
  const moment = new Date(`${day}T${match[4]}${zone}`);
  return Number.isNaN(moment.getTime()) ? day : moment.toISOString();
}

/** "03/04/2025" has its month first in the United States and day first elsewhere; English without a region says neither. */
function slashed(first: number, second: number, year: number, language: string | null): string | null {
  if (first > 12) return isoDay(year, second, first);
  if (second > 12) return isoDay(year, first, second);
  if (first === second) return isoDay(year, first, second);
  if (language === null || language === 'en') return null;
  return language === 'en-US' ? isoDay(year, first, second) : isoDay(year, second, first);
}

function numericDate(text: string, language: string | null): string | null {
  const yearFirst = /(?<!\d)(\d{4})\s?[年/.년-]\s?(\d{1,2})\s?[月/.월-]\s?(\d{1,2})(?!\d)/.exec(text);
  if (yearFirst) return isoDay(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const dotted = /(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/.exec(text);
  if (dotted) return isoDay(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slash = /(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/.exec(text);
  return slash && slashed(Number(slash[1]), Number(slash[2]), Number(slash[3]), language);
}

function writtenDate(text: string): string | null {
  const dayFirst =
    /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er|º)?(?: de| of)? ([\p{L}]{3,12})\.?,?(?: de)? (\d{4})(?!\d)/u.exec(
      text,
    );
  const monthFirst = /([\p{L}]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/u.exec(text);
  for (const [day, name, year] of [
    [dayFirst?.[1], dayFirst?.[2], dayFirst?.[3]],
    [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]],
  ]) {
    const month = MONTHS.get(name?.toLowerCase() ?? '');
    if (month !== undefined) return isoDay(Number(year), month, Number(day));
  }
  return null;
}

/** `language` is BCP 47. Relative dates ("2 days ago") are not read: a saved page has no now. */
export function parseDate(raw: string, language: string | null): string | null {
  const text = raw.replace(/\s+/g, ' ').trim().slice(0, 100);
  return isoDate(text) ?? numericDate(text, language) ?? writtenDate(text);
}
