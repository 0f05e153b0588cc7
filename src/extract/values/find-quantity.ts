/** How much is offered: a weight or a volume, with the package it comes in, as the page writes it. */
import { SIMPLE_FRACTION } from '../../text/simple-fraction.ts';
import { UNIT_WORDS } from './parse-unit.ts';
import { asciiDigits } from './plain-digits.ts';

const MASS_OR_VOLUME = [
  'kgs?|kilos?|kilograms?|kilogramm?e?s?|kilogramos?|quilos?|g|gr|gms?|grams?|gramm?e?s?|gramos?|gramas?|mg|milligrams?|mcg|µg',
  'lbs?|pounds?|oz|ounces?|ml|cl|l|lt|ltrs?|lit(?:er|re)s?|litros?|litri|gal|gallons?|tons?|tonnes?|tonnen|toneladas?',
  'кг|г|гр|грамм(?:а|ов)?|мг|л|мл|литр(?:а|ов)?|тонн[аы]?|公斤|千克|克|毫克|升|毫升|吨|噸|キロ|グラム|リットル|ミリリットル|킬로|그램|리터',
  'كجم|كغ|كيلو|جرام|غرام|لتر|کیلو(?:گرم(?:ی)?|ی?ی|ئی)?|گرمی?|لیتری?|میلی ?لیتر|กก|กรัม|ลิตร|ק"ג|גרם|ליטר|κιλά|κιλό|γρ|किलो(?:ग्राम)?|किग्रा|ग्राम|लीटर|मिली',
].join('|');
const PACKAGE = [
  'bags?|sacks?|drums?|barrels?|bottles?|jars?|cans?|tubs?|buckets?|pails?|boxe?s?|packs?|packages?|pouche?s?|cylinders?|ibc|totes?|vials?|ampoules?|jerrycans?',
  'beutel|sack|säcke|fass|fässer|flaschen?|dose|eimer|kanister|karton|sacs?|fûts?|bouteilles?|bidons?|seaux?|sacos?|bolsas?|botellas?|garrafas?|tambor(?:es)?|bombonas?',
  'worek|worki|butelka|beczka|kanister|pytel|sud|lahev|мешок|мешка|мешков|бочка|бочки|канистра|флакон|банка|пакет|бутылка|мішок|мішки',
  '袋|桶|瓶|箱|包|罐|盒|缸|ボトル|缶|포|병|통|çuval|torba|şişe|bidon|varil',
].join('|');

/** A count may stand before ("6 x 1 kg"), a package behind ("25 kg drum", "25kg/bag"). */
const MEASURE = new RegExp(
  `(?<![\\p{L}\\d.,])(?:\\d{1,4} ?[x×*] ?)?(?:${SIMPLE_FRACTION}|\\d{1,6}(?:[.,]\\d{1,3}){0,2}) ?(?:${MASS_OR_VOLUME})(?![\\p{L}\\p{M}\\d])(?: ?[/／]? ?(?:per |par |pro |je )?(?:${PACKAGE})(?![\\p{L}\\p{M}]))?`,
  'iu',
);
/** "5G", "4G": generations of networks. */
const NETWORK = /^[2-6]G$/;

/** The first weight or volume in a title or a cell; null where there is none. */
export function quantityIn(text: string): string | null {
  const start = text.slice(0, 500);
  const found = MEASURE.exec(asciiDigits(start));
  if (found === null || NETWORK.test(found[0])) return null;
  return start.slice(found.index, found.index + found[0].length).trim();
}

/** A text that is a weight or a volume and nothing else; null for any other. */
export function wholeQuantity(text: string): string | null {
  return text.length <= 40 && quantityIn(text) === text.trim() ? text.trim() : null;
}

/** How a pack is counted: "pkt of 30", "lot de 3". */
const PACK_OF =
  /^(?:pkt|packet|pack|box|bag|case|carton|tray|bundle|paquet|paquete|lot|boîte|caja|caixa|pacote|confezione|scatola) (?:of|de|da) \d{1,5}$/iu;
const NET = / (?:net(?:t|to)?|нетто)$/iu;
const MAX_LAST = 30;

/** A weight, a volume or a pack in the sentence that ends a description: "Bulbs, not treated. 1 kg net". */
export function lastQuantity(text: string): string | null {
  const end = text.slice(-MAX_LAST);
  if (!/\d/.test(end)) return null;
  const parts = end.split(/[.!?;] /);
  if (parts.length === 1 && text.length > MAX_LAST) return null;
  const sentence = (parts.at(-1) ?? '').replace(/\.$/, '').trim();
  const measured = sentence.replace(NET, '');
  return PACK_OF.test(sentence) || wholeQuantity(measured) !== null ? sentence : null;
}

/** What is counted by two and more, or by what it is wound on: no unit of a price, as "$5 set of bowls" is the name of one thing. */
const TOGETHER =
  'sets?|pairs?|dozens?|rolls?|sheets?|reels?|pallets?|containers?|s[aä]tze?|paare?|dutzend|rollen?|jeux?|paires?|douzaines?|rouleaux?|juegos?|pares|docenas?|rollos?|conjuntos?|dúzias?|coppi[ae]|paia|rotol[oi]|zestaw(?:y|ów)?|par[ya]?|rolk[iaę]|комплект(?:а|ов|и|ів)?|набор(?:а|ов)?|пар[ауы]?|рулон(?:а|ов)?|takım|çift|rulo|bộ|đôi|cuộn|套|双|雙|对|對|副|卷|張|张|セット|足|組|세트|켤레|롤|ชุด|คู่|ม้วน';
const COUNTED = new RegExp(`\\d ?(?:${UNIT_WORDS}|${TOGETHER})(?![\\p{L}\\p{M}])`, 'iu');

/** Whether the value of a label for quantities tells one: figures with a unit, not the size of a shoe. */
export function tellsQuantity(value: string): boolean {
  if (value.length > 200) return false;
  const text = asciiDigits(value);
  return MEASURE.test(text) || COUNTED.test(text);
}
