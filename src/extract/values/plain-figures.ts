/** Figures that are written in parts → in one piece: "12€50", "$4 99", "1万2,800円", "5 руб. 50 коп.". */
import { isMeasured } from './parse-unit.ts';

/** "35€ 99", "1250€60": the sign stands for the decimal point. That of another sum ("$15 $10", "15€ 10€") or of the second figure alone ("2023 $50") does not. */
const SIGN_AS_POINT = /(?<![€$£]\s?[\d.,'’ ]{0,16})(\d)(?!\s[€$£]\d)\s?([€$£])\s?(\d{2})(?![\d.,]|\s?[€$£%])/;

function withPoint(text: string): string {
  return text.replace(SIGN_AS_POINT, (all: string, whole: string, sign: string, cents: string, at: number) =>
    // "5€ 50 g" is what so much costs.
    isMeasured(text, at + all.length) ? all : `${whole}.${cents}${sign}`,
  );
}

/** "24 . 99", "24 .99": what stood in elements of its own. Of two such sums a point may be a full stop. */
const POINT_APART = /(\d) ([.,]) ?(\d{2})(?![\d.,%])/g;
/** "$4 99", "$ 8.499 99", "19 99 €": raised cents, in a text of one sum and nothing else. */
const CENTS_APART =
  /^((?:[^\d]{0,20}[\p{L}:])?\s?(?:[A-Z]{0,3}\$|[€£₹]|R\$|Rs\.?) ?(?:\d{1,4}|\d{1,3}(?:[.,]\d{3})+)) (\d{2})(?= ?\*?$)|^(\d{1,4}|\d{1,3}(?:\.\d{3})+) (\d{2})(?= ?(?:€|zł|Kč|лв\.?|lei)$)/u;

function withCents(text: string): string {
  const joined = (text.match(/\d+/g) ?? []).length > 3 ? text : text.replace(POINT_APART, '$1$2$3');
  const match = CENTS_APART.exec(joined);
  if (match === null) return joined;
  const [whole, cents] = [match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? ''];
  const point = /\.\d{3}$/.test(whole) ? ',' : '.';
  return `${whole}${point}${cents}${joined.slice(match[0].length)}`;
}

/** A sum and its hundredths with names of their own. */
const NAMED_CENTS =
  /(\d) ?(€|euros?|Euros?|EUR|£|\$|dollars?|₽|руб\.?|рубл[яейь]{1,2}|р\.?|₴|грн\.?|гривень|zł|zł\.|лв\.?|lei|Br|бел\. руб\.) ?(?:(?:and|und|et|y|i|и|și|,) )?(\d{1,2}) ?(?:cents?|Cents?|ct\.?|Ct\.?|centimes?|céntimos?|centesimi|p|¢|коп\.?|копе[а-я]{1,4}|gr\.?|groszy|ст\.?|bani)(?!\p{L})/u;

const named = (text: string): string =>
  text.replace(
    NAMED_CENTS,
    (_, whole: string, sign: string, cents: string) => `${whole}.${cents.padStart(2, '0')} ${sign}`,
  );

const EAST_POWER: Readonly<Record<string, number>> = {
  百: 2,
  백: 2,
  千: 3,
  천: 3,
  万: 4,
  萬: 4,
  만: 4,
  亿: 8,
  億: 8,
  억: 8,
};
const POWER = `[${Object.keys(EAST_POWER).join('')}]`;
const EAST_FIGURE = '\\d[\\d,]*(?:\\.\\d+)?';
/** Figures and powers of ten by turns, of which at least one follows another. */
const EAST = new RegExp(`${EAST_FIGURE} ?${POWER}(?: ?${EAST_FIGURE}(?: ?${POWER}+)?|${POWER})+`, 'gu');
const EAST_PART = new RegExp(`(${EAST_FIGURE})? ?(${POWER})?`, 'gu');
const EAST_SIGN = new RegExp(POWER, 'u');
/** One power alone is read with its unit, as in every other language. */
const SEVERAL = new RegExp(`${POWER}.*[\\d${POWER.slice(1)}`, 'u');
/** "5만 3개" is fifty thousand for three: a figure without a power belongs to the number where it touches it or the currency follows. */
const LOOSE_END = / \d[\d,]*(?:\.\d+)?$/;
const WON_OR_YEN = /^ ?[円원元圓]/;

/** "3만5천" → "35000": a myriad multiplies all that stands before it since the last one. */
function eastAsianNumber(written: string): string {
  let [total, section] = [0, 0];
  let figure: number | null = null;
  for (const [, digits, power] of written.matchAll(EAST_PART)) {
    if (digits !== undefined) figure = Number(digits.replaceAll(',', ''));
    if (power === undefined) continue;
    const exponent = EAST_POWER[power] ?? 0;
    if (exponent < 4) section += (figure ?? 1) * 10 ** exponent;
    else {
      total += (section + (figure ?? (section === 0 ? 1 : 0))) * 10 ** exponent;
      section = 0;
    }
    figure = null;
  }
  return String(Math.round(total + section + (figure ?? 0)));
}

function inFull(text: string): string {
  return text.replace(EAST, (written: string, at: number) => {
    const loose = WON_OR_YEN.test(text.slice(at + written.length))
      ? ''
      : (LOOSE_END.exec(written)?.[0] ?? '');
    const number = written.slice(0, written.length - loose.length);
    return SEVERAL.test(number) ? `${eastAsianNumber(number)}${loose}` : written;
  });
}

/** "2tr5": two million and a half, as Vietnam writes it. */
const SPLIT_BY_MILLION = /(\d)(tr)(\d{1,3})(?![\d\p{L}])/iu;

/** Its places are no longer those of the text that was given. */
export function plainFigures(text: string): string {
  const whole = EAST_SIGN.test(text) ? inFull(text) : text.replace(SPLIT_BY_MILLION, '$1.$3$2');
  return withPoint(withCents(named(whole)));
}
