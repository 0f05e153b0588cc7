/** Digits written as words, in the languages that shops are met in. */
import { normalise } from '../../text/normalise.ts';

/** Row by row from nought to nine; a cell may hold several words. */
const LANGUAGES = [
  'zero/oh/nought one two three four five six seven eight nine',
  'cero uno dos tres cuatro cinco seis siete ocho nueve',
  'null eins zwei/zwo drei vier funf sechs sieben acht neun',
  'zero un deux trois quatre cinq six sept huit neuf',
  'zero um/uma dois/duas tres quatro cinco seis sete oito nove',
  'zero uno due tre quattro cinque sei sette otto nove',
  'zero jeden dwa trzy cztery piec szesc siedem osiem dziewiec',
  'nul een twee drie vier vijf zes zeven acht negen',
  'sıfır/sifir bir iki uc dort bes altı/alti yedi sekiz dokuz',
  'nula jedna dva tri ctyri pet sest sedm osm devet',
  'nulla egy ketto harom negy ot hat het nyolc kilenc',
  'noll ett tva tre fyra fem sex sju atta nio',
  'không một hai ba bốn năm sáu bảy tám chín',
  'nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan',
  'ноль/нуль один два три четыре пять шесть семь восемь девять',
  "нуль один два три чотири п'ять/пять шість сім вісім дев'ять/девять",
  'صفر واحد اثنان/اثنين ثلاثة/ثلاثه اربعة/اربعه خمسة/خمسه ستة/سته سبعة/سبعه ثمانية/ثمانيه تسعة/تسعه',
  'صفر یک دو سه چهار پنج شش هفت هشت نه',
  '영/공 일 이 삼 사 오 육 칠 팔 구',
  'ゼロ/ぜろ/れい/まる いち に さん よん/し ご ろく なな/しち はち きゅう/く',
  '〇/零 一/壹/幺 二/贰/两/両 三/叁 四/肆 五/伍 六/陆 七/柒 八/捌 九/玖',
] as const;

/** English words for two digits of a group, as telephone numbers are said. */
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
/** The same digit again: "double two". */
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };

/** What a word says: its digits, whether a nought at their end gives way to a unit behind it, how often the next digit counts. */
export type Said = { readonly digits: string; readonly tens: boolean; readonly times: number };

/** Normalised word → what it says. */
export const DIGIT_WORDS: ReadonlyMap<string, Said> = new Map([
  ...LANGUAGES.flatMap((row) =>
    row.split(' ').flatMap((cell, value) => cell.split('/').map((word) => said(word, String(value)))),
  ),
  ...TEENS.split(' ').map((word, i) => said(word, String(10 + i))),
  ...TENS.split(' ').map((word, i) => said(word, String(20 + 10 * i), true)),
  ...Object.entries(REPEATS).map(([word, times]) => said(word, '', false, times)),
]);

function said(word: string, digits: string, tens = false, times = 1): [string, Said] {
  return [normalise(word).text, { digits, tens, times }];
}
