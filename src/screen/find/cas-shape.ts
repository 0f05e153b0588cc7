/** Decides whether digits that equal a listed CAS number are written as one, and by which technique. */
import type { Technique } from '../../model/assessment.ts';
import type { DigitStream } from './digit-stream.ts';
import { SAID_AND, SAID_HYPHENS } from './said-hyphens.ts';

export type DigitRange = { readonly first: number; readonly last: number; readonly reversed: boolean };

/** From this many digits on, a number in CAS shape is hardly ever chance; below, a label such as "CAS" is needed. */
const UNMISTAKABLE = 7;
/** The same for digits without any separator, since articles and orders are numbered so. */
const UNMISTAKABLE_BARE = 8;
/** The same with one hyphen, as makers number spare parts ("2140926-7"). */
const UNMISTAKABLE_HALF = 9;

const LABEL =
  /(?:(?<![\p{L}])[cс][ .·_*-]?[aа][ .·_*-]?[sѕ5](?![\p{L}])[^\p{L}\p{N}]*(?:(?:registry|reg|number|numbers|num|no|nr|nro|n|rn|nummer|numero|numer|numara\p{L}*|номер|رقم|号|登录号|登记号|编号|番号|번호)(?![\p{L}])[^\p{L}\p{N}]*){0,3}|(?:登记号|登录号|cas号|кас)[^\p{L}\p{N}]*)$/u;
/** Words may stand behind it: "CAS, read from the end: 1-66-9061". */
const SPEAKS_OF_CAS = /(?<!\p{L})cas(?!\p{L})/u;
const PHONE =
  /(?:\+|\b(?:tel|phone|mobile|mob|fax|call|whats ?app|тел|телефон|电话|手机)[ .:]*(?:no)?[ .:]*)[\d ()-]*$/u;
/** Shops and offices number what they have in every form, with letters and points too. */
const NUMBERED =
  /(?<!\p{L})(?:sku|ean|gtin|upc|mpn|oem|isbn|pmid|kvk|siret|vat|ust|nip|regon|инн|огрн|патент|patent|ticket|booking|customer|account|member|user|case|art(?:icle|ikel|icolo|\.)?|order|part|invoice|item|model|ref(?:eren(?:ce|cia|cja|z|tie|s|ta))?|tracking|version|release|firmware|score|lot|batch|serial|ver|v|bestell\p{L}*|артикул|заказ\p{L}*|货号|订单)[ .:#-]*(?:(?:no|nr|number|code|id)[ .:#-]*)?$/u;
/** The same in the form that CAS numbers have, where nothing else speaks of chemicals. */
const STOCK_NUMBER =
  /(?<!\p{L})(?:box|bin|stock|cat(?:alog(?:ue)?)?|kat(?:alog)?|marked|marking|type|typ|code|cod|codigo|codice|kod|код|house|plot|unit|no|nr|num|number|numer|nummer|numero|номер|каталож\p{L}*|оригинал\p{L}*|oem|оем|番号|番|号|번호|رقم|شماره)[ .:#№-]*(?:(?:no|nr|number|номер|code)[ .:#-]*)?$/u;
/** In scripts that leave no space between words: "订单尾号 39742-60-4", "品番39742-60-4". */
const STOCK_NUMBER_CJK =
  /(?:尾号|单号|型号|件号|图号|订单号|品番|型番|部品番号|품번|부품번호|주문번호)[ .:#-]*$/u;
/** Entered by an authority under this number: a feed, a pesticide, a company. */
const REGISTERED =
  /(?<!\p{L})(?:regist(?:ro|rad[oa]|ered|ration)|reg|inscrit[oa]|enregistr\p{L}*|zarejestrowan\p{L}*|зарегистрирован\p{L}*)[ .:]+(?:(?:no|na|en|el|ante|pelo|with|by|do|da)[ .:]+)*(?!cas(?!\p{L}))(?:\p{L}{2,8}[ .:]+)?(?:sob[ .:]+)?(?:o[ .:]+)?(?:(?:no|nr|n|num|numero|number|№)[ .:]*)?$/u;
/** A type or part goes on in front ("BD140-29-4"). */
const GLUED_LETTERS = /(?<![\p{L}\p{N}])(?!cas)\p{N}?[a-z]{1,4}$/u;
const BRIDGE = /^[^\p{L}\p{N}]{0,6}$/u;
/** A hyphen said in words; Chinese ones need no space around. */
const SAID_HYPHEN = new RegExp(
  SAID_HYPHENS.map((word) => (word.length > 1 ? `(?<!\\p{L})${word}(?!\\p{L})` : word)).join('|'),
  'gu',
);

const AND = new RegExp(` (?:${SAID_AND.join('|')}) `, 'gu');

/** Tags of cells that came along with the text. */
const TAG = /<\/?[a-z][^<>]{0,40}>/g;

/** How far back a label is looked for. */
const HEAD = 32;

/** `apart`: spaces stand around the hyphens. `half`: one of the two hyphens is missing. */
type Shape = 'written' | 'apart' | 'bare' | 'half' | 'grouped' | 'spaced' | 'loose';

/** "CAS", "CAS No." and the like stand directly before `start`. */
export function hasCasLabel(text: string, start: number): boolean {
  return LABEL.test(text.slice(Math.max(0, start - HEAD), start));
}

/** Numbered as shops, makers and streets do: a part, a box, a lot, a house. */
export function isStockNumber(text: string, start: number): boolean {
  const head = text.slice(Math.max(0, start - HEAD), start);
  return (
    !LABEL.test(head) &&
    [NUMBERED, STOCK_NUMBER, STOCK_NUMBER_CJK, REGISTERED, GLUED_LETTERS].some((sign) => sign.test(head))
  );
}

/** The technique, or null when the digits are something else: a telephone number, a date, a part of a longer number. */
export function readShape(text: string, stream: DigitStream, range: DigitRange): Technique | null {
  const { first, last, reversed } = range;
  const length = last - first + 1;
  const start = stream.starts[first] ?? 0;
  const end = stream.ends[last] ?? 0;
  if (isFigure(text[start - 1]) || isFigure(text[end])) return null;
  const gaps = readGaps(text, stream, range);
  if (gaps === null) return null;
  const boundaries: [number, number] = reversed ? [0, 2] : [length - 4, length - 2];
  const shape = shapeOf(gaps, boundaries);
  const head = text.slice(Math.max(0, start - HEAD), start);
  const labelled = LABEL.test(head);
  if (reversed) return shape === 'written' && isSureBackwards(length, head) ? 'reversed' : null;
  const said = length >= UNMISTAKABLE && isSaid(stream, range);
  if (!labelled && !said && !believable(shape, length, text.slice(start, end))) return null;
  if (isInsideLonger(text, start, end, shape, labelled)) return null;
  if (shape !== 'written' && PHONE.test(head)) return null;
  const technique = techniqueOf(stream, range, shape);
  const odd = technique === 'lookalike' || (shape !== 'written' && shape !== 'apart');
  return odd && !labelled && isNumbered(head) ? null : technique;
}

function isSureBackwards(length: number, head: string): boolean {
  return length >= UNMISTAKABLE || SPEAKS_OF_CAS.test(head);
}

function isNumbered(head: string): boolean {
  return NUMBERED.test(head) || REGISTERED.test(head);
}

/** Every digit is a word: nobody says so many of them by chance. */
function isSaid({ kinds }: DigitStream, { first, last }: DigitRange): boolean {
  return kinds.slice(first, last + 1).every((kind) => kind === 'word');
}

function techniqueOf({ kinds }: DigitStream, { first, last }: DigitRange, shape: Shape): Technique {
  const used = kinds.slice(first, last + 1);
  if (used.includes('word')) return 'spelled-out';
  if (used.includes('lookalike')) return 'lookalike';
  return shape === 'written' ? 'cas' : 'cas-separators';
}

/** What stands between the digits; null when something does that no number has inside. */
function readGaps(text: string, { starts, ends }: DigitStream, { first, last }: DigitRange): string[] | null {
  const gaps: string[] = [];
  for (let i = first; i < last; i += 1) {
    const between = text.slice(ends[i] ?? 0, starts[i + 1] ?? 0);
    if (between.length > 80) return null;
    const gap = between.replace(TAG, ' ').replace(SAID_HYPHEN, '-').replace(AND, ' ');
    if (!BRIDGE.test(gap)) return null;
    gaps.push(gap);
  }
  return gaps;
}

function shapeOf(gaps: readonly string[], [left, right]: readonly [number, number]): Shape {
  const inside = gaps.filter((_, i) => i !== left && i !== right);
  const separators = [gaps[left] ?? '', gaps[right] ?? ''];
  if (inside.every((gap) => gap === '')) {
    if (separators.every((gap) => gap === '')) return 'bare';
    if (separators.every((gap) => gap === '-')) return 'written';
    if (separators.every((gap) => gap.trim() === '-')) return 'apart';
    if (separators.every((gap) => gap !== '')) return 'grouped';
    return separators.some((gap) => gap === '-') ? 'half' : 'loose';
  }
  if (separators.every((gap) => gap.trim() === separators[0]?.trim()) && isGrouped(gaps, left))
    return 'grouped';
  const [one] = inside;
  return one !== '' && inside.every((gap) => gap === one || gap === '-' || gap === ' ') ? 'spaced' : 'loose';
}

/** Spaces inside the groups, beside hyphens or slashes between them; or the signs of thousands, in their places. */
function isGrouped(gaps: readonly string[], left: number): boolean {
  if (!/^[-/]$/.test(gaps[left]?.trim() ?? '')) return false;
  const inside = gaps.filter((_, i) => i !== left && i !== left + 2);
  if (inside.every((gap) => gap === '' || gap === ' ')) return inside.includes('');
  const sign = inside.find((gap) => gap !== '') ?? '';
  return (
    /^[.,'’]$/.test(sign) && inside.every((gap, i) => gap === (i < left && (left - i) % 3 === 0 ? sign : ''))
  );
}

/** Without a label, only what hardly anything else looks like. */
function believable(shape: Shape, length: number, slice: string): boolean {
  switch (shape) {
    case 'written':
      return !/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d$/.test(slice);
    case 'apart':
    case 'grouped':
    case 'spaced':
      return length >= UNMISTAKABLE;
    case 'bare':
      return length >= UNMISTAKABLE_BARE;
    case 'half':
      return length >= UNMISTAKABLE_HALF;
    case 'loose':
      return false;
    default:
      return shape satisfies never;
  }
}

/** Another number of the same form stands right beside it: "771434*80*1,1384199*95*4". */
const NEXT = /^[,/;、]\d{2,7}(\D)\d\d\1\d(?!\d)/u;
const LAST = /\d{2,7}(\D)\d\d\1\d[,/;、]$/u;
/** A comma, and what there is of it: Chinese leaves no space between them. */
const AMOUNT = /^,\d{1,4} ?(?:[mk]?g|m?l|kgs?|公斤|千克|克|升|吨|桶)(?![a-z])/u;
const BESIDE = 16;

/** More digits stand behind a point, comma or slash at either end, and they are no number of their own. */
function isPointed(text: string, start: number, end: number): boolean {
  const [before, after] = [text.slice(Math.max(0, start - BESIDE), start), text.slice(end, end + BESIDE)];
  const goesOn = /^[.,/]\d/.test(after) && !NEXT.test(after) && !AMOUNT.test(after);
  return (/\d[.,/]$/.test(before) && !LAST.test(before)) || goesOn;
}

/** True when more digits are joined to either end, so that this is a slice of a longer number. */
function isInsideLonger(text: string, start: number, end: number, shape: Shape, labelled: boolean): boolean {
  const before = text.slice(Math.max(0, start - 3), start);
  const after = text.slice(end, end + 3);
  if (/\d-$/.test(before) || /^-\d/.test(after)) return true;
  if (shape === 'written') return /\d\.$/.test(before) || (!labelled && /^[a-z](?![a-z])/.test(after));
  // "(39742 60 4)" is bracketed as a whole; of a telephone number the first digits are.
  const bracketed = /[([]$/.test(before) && /^[)\]]/.test(after);
  const inBrackets = bracketed || (shape === 'grouped' && /^\d+[)\]}] ?[([{]/.test(text.slice(start, end)));
  if (!labelled && (/[\p{L}]$/u.test(before) || (!inBrackets && /[+(]\d*$/.test(before)))) return true;
  if (isPointed(text, start, end) || (!labelled && /\d:$/.test(before))) return true;
  if (shape !== 'bare' && !labelled) return /\d[ )(]+$/.test(before) || /^[ )(]+\d/.test(after);
  return shape === 'bare' && /^[a-z]/.test(after) && !labelled;
}

function isFigure(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
