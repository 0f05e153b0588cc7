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

/**
 * Numbers of two and three figures, where a larger one stands in front of a smaller one, as groups are said: ten to nineteen, then
 * twenty to ninety, then one hundred to nine hundred; a cell may hold several words, "-" none. What is written as one word of
 * smaller ones is read by its parts.
 */
const LARGER = [
  `ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
   twenty thirty forty fifty sixty seventy eighty ninety`,
  `diez - doce trece catorce quince dieciseis diecisiete dieciocho diecinueve
   veinte/veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa
   cien/ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos`,
  `dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove
   vinte trinta quarenta cinquenta sessenta setenta oitenta noventa
   cem/cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos`,
  `dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove
   venti/vent trenta/trent quaranta/quarant cinquanta/cinquant sessanta/sessant settanta/settant ottanta/ottant novanta/novant
   - duecento trecento quattrocento cinquecento seicento settecento ottocento novecento`,
  `dix onze douze treize quatorze quinze seize - - - vingt trente quarante cinquante soixante septante huitante/octante nonante`,
  `dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie
   dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat
   sto dwiescie trzysta czterysta piecset szescset siedemset osiemset dziewiecset`,
  `deset jedenact dvanact trinact ctrnact patnact sestnact sedmnact osmnact devatenact
   dvacet tricet ctyricet padesat sedesat sedmdesat osmdesat devadesat`,
  `десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
   двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто
   сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот`,
  `- одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять
   двадцять тридцять - п'ятдесят шістдесят сімдесят вісімдесят дев'яносто
   - двісті - чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот`,
  `- - - - - - - - - - yirmi otuz kirk/kırk elli altmis/altmış yetmis/yetmiş seksen doksan`,
];
/** "five hundred", and "hundred" alone: the one in front gives way to a digit. */
const HUNDREDS = 'hundred yüz';
/** The same digit again: "double two". */
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };

/** What a word says: its digits, whether noughts at their end give way to a smaller number behind, how often the next digit counts. */
export type Said = {
  readonly digits: string;
  readonly larger: boolean;
  readonly times: number;
  /** The first digit gives way to one that stands in front. */
  readonly counted: boolean;
};

/** Normalised word → what it says. */
export const DIGIT_WORDS: ReadonlyMap<string, Said> = new Map([
  ...LARGER.flatMap((rows) =>
    cellsOf(rows).flatMap(([word, i]) => [said(word, String(valueAt(i)), { larger: i > 9 })]),
  ),
  ...HUNDREDS.split(' ').map((word) => said(word, '100', { larger: true, counted: true })),
  ...LANGUAGES.flatMap((row) => cellsOf(row).map(([word, value]) => said(word, String(value)))),
  ...Object.entries(REPEATS).map(([word, times]) => said(word, '', { times })),
]);

function cellsOf(row: string): [string, number][] {
  return row
    .split(/\s+/)
    .flatMap((cell, i) => (cell === '-' ? [] : cell.split('/').map((word): [string, number] => [word, i])));
}

/** 10 to 19, 20 to 90, 100 to 900. */
function valueAt(i: number): number {
  if (i < 10) return 10 + i;
  return i < 18 ? 20 + 10 * (i - 10) : 100 * (i - 17);
}

function said(word: string, digits: string, more: Partial<Said> = {}): [string, Said] {
  return [normalise(word).text, { digits, larger: false, times: 1, counted: false, ...more }];
}
