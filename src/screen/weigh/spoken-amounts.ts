/** Kilograms whose number is a word, or stands behind the unit: "cinco kilos", "一百二十公斤", "kilo 2". In normalised text. */

const CJK = /[一二三四五六七八九十百千两兩几幾半](?:公斤|千克|吨|噸)/;

/** Numbers in which kilograms are told, in the languages of most offers. */
const NUMBERS = [
  'one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred',
  'dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|cien',
  'dois|quatro|sete|oito|nove|dez|doze|quinze|vinte|trinta|cinquenta|cem',
  'deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|vingt|trente|cinquante|cent',
  'zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|zwanzig|dreissig|funfzig|hundert',
  'due|tre|quattro|cinque|sei|sette|otto|dieci|venti|trenta|cinquanta|cento',
  'twee|vijf|zes|zeven|negen|tien|twintig|dertig|vijftig|honderd',
  'dwa|trzy|cztery|piec|szesc|siedem|osiem|dziewiec|dziesiec|dwadziescia|piecdziesiat|sto',
  'два|три|четыре|пять|шесть|семь|восемь|девять|десять|пятнадцать|двадцать|тридцать|пятьдесят|сто',
].join('|');
const UNIT = / (?:kilos?|kilograms?|kg|кило|килограмм\p{L}{0,2}|кг)(?!\p{L})/gu;
const NUMBER_BEFORE = new RegExp(`(?<!\\p{L})(?:${NUMBERS})$`, 'u');
/** Longest number in letters, and what tells that its word begins there. */
const REACH = 16;
/** Swahili puts the unit first. */
const UNIT_FIRST = /(?<!\p{L})kilo \d/u;

export function saysAmount(text: string): boolean {
  if (CJK.test(text) || UNIT_FIRST.test(text)) return true;
  // From the unit, since numbers are words of any text.
  for (const { index } of text.matchAll(UNIT)) {
    if (NUMBER_BEFORE.test(text.slice(Math.max(0, index - REACH), index))) return true;
  }
  return false;
}
