/** Other systematic ways of writing one chemical name, by rules of nomenclature that do not change which substance is meant. */

import { inOtherScripts } from './name-parts.ts';
import { inOtherSpellings } from './name-translations.ts';
import { inLatinLetters } from './romanised.ts';

/** "(1R,2S)-(-)-" and the like in front of a name: left out as often as written. */
const STEREO_PREFIX = /^(?:\((?:[\drsez,]+|[+±-]|dl)\)-)+/i;

/** "EC", "EINECS", "EG-Nr.", "N° CE", with a colon or without. */
const EC_LABELS = [
  'EC',
  'EC no',
  'EC nr',
  'EC number',
  'EINECS',
  'EINECS no',
  'EINECS number',
  'EG-Nr',
  'EG',
  'CE',
  'N° CE',
]
  .flatMap((label) => [' ', ': ', '. ', '.: '].map((joint) => `${label}${joint}`))
  .filter((label) => label !== 'EC ');

type Rule = { readonly pattern: RegExp; readonly written: readonly string[] };

/**
 * Where `pattern` stands, each of `written` may stand instead. The substituents of piperidine's nitrogen are placed by "1-" or "N-";
 * retained and systematic names of groups (IUPAC 2013, P-2 and P-6) are interchangeable; α- and "alpha-" are one.
 */
const RULES: readonly Rule[] = [
  { pattern: STEREO_PREFIX, written: [''] },
  // The number of the European inventory, by the names that catalogues give it.
  { pattern: /^EC (?=\d{3}-\d{3}-\d$)/, written: EC_LABELS },
  // An ester is named by its alcohol in front, between or behind, or told in words.
  {
    pattern: /^([BP]MK) ((?:iso|sec-|tert-)?(?:m?ethyl|propyl|butyl)) glycidate$/i,
    written: ['$2 $1 glycidate', '$1 glycidic acid $2 ester', '$2 ester of $1 glycidic acid'],
  },
  {
    pattern: /^(P-2-P|3,4-MDP-2-P) (methyl glycidic acid), (.+) ester$/i,
    written: ['$3 ester of $1 $2', 'n-$3 ester of $1 $2', '$3 $1 methyl glycidate'],
  },
  {
    pattern: /^tert-butyl (4-.+?)-?piperidine-1-carboxylate$/i,
    written: [
      '1-boc-$1piperidine',
      '1-Piperidinecarboxylic acid, $1-, 1,1-dimethylethyl ester',
      '$1-1-boc-piperidine',
      'tert-butyl ester of $1piperidine-1-carboxylic acid',
      '$1piperidine-1-carboxylic acid tert-butyl ester',
    ],
  },
  { pattern: /\btert-butyl/i, written: ['t-butyl'] },
  { pattern: /(?<=^(?:1-|N-)?)boc(?=-)/i, written: ['(tert-butoxycarbonyl)'] },
  {
    pattern: /(?<=^(?:1-|N-)?)boc(?=-[ -~]+$)/i,
    written: ['(t-butoxycarbonyl)', '(tert-butyloxycarbonyl)', '(t-butyloxycarbonyl)', 'tBoc'],
  },
  {
    pattern: /(?<![\p{L}\d]|\d,)1-(?=(?:boc|benzyl|phenethyl|phenylethyl|\(2-phenylethyl)\b)/iu,
    written: ['N-'],
  },
  {
    pattern: /(?<![\p{L}\d])N-(?=(?:boc|benzyl|phenethyl|phenylethyl|\(2-phenylethyl)\b)/iu,
    written: ['1-'],
  },
  { pattern: /(?<!\d-)phenethyl/i, written: ['(2-phenylethyl)', '2-phenethyl', 'phenylethyl'] },
  { pattern: /\(2-phenylethyl\)/i, written: ['phenethyl'] },
  { pattern: /-4-piperidone\b/i, written: ['-4-piperidinone', 'piperidin-4-one'] },
  { pattern: /piperidin-4-one\b/i, written: ['-4-piperidone', '-4-piperidinone'] },
  { pattern: /piperidin-4-yl/i, written: ['4-piperidyl', '4-piperidinyl'] },
  { pattern: /piperidin-4-amine\b/i, written: ['-4-piperidinamine', '-4-aminopiperidine'] },
  { pattern: /propanamide\b/i, written: ['propionamide'] },
  { pattern: /^N-phenyl-(N-\(.+\))-?prop(?:an|ion)amide$/i, written: ['$1propionanilide'] },
  { pattern: /alpha-phenylacetoacet(?=amide|onitrile|ate)/i, written: ['alpha-acetylphenylacet'] },
  { pattern: /\(phenylamino\)|phenylamino/i, written: ['anilino'] },
  // A name may begin from either group on the nitrogen, and from aniline as well as from piperidine.
  {
    pattern: /^N-phenyl-?(1-\(2-phenylethyl\)|)piperidin-4-amine$/i,
    written: ['N-($1piperidin-4-yl)aniline'],
  },
  { pattern: /^N-phenyl-(N-\([^()]+\))-?(prop(?:an|ion)amide)$/i, written: ['$1-N-phenyl$2'] },
  { pattern: /(?<!\()anilino(?!\))/i, written: ['(phenylamino)'] },
  // Glycidic acid is oxirane-2-carboxylic acid; the list names its esters by the ketone, and its salts not at all.
  { pattern: /oxirane-2-carboxyl(?=ate$|ic acid$)/i, written: ['glycid'] },
  { pattern: /^(.*(?:carboxyl|glycid))ic acid$/i, written: ['sodium $1ate', 'potassium $1ate'] },
  {
    pattern: /^P-2-P methyl glycidic acid, (.+) ester$/i,
    written: ['$1 2-methyl-3-phenyloxirane-2-carboxylate'],
  },
  {
    pattern: /^3,4-MDP-2-P methyl glycidic acid, (.+) ester$/i,
    written: ['$1 3-(1,3-benzodioxol-5-yl)-2-methyloxirane-2-carboxylate'],
  },
  { pattern: /oxirane-2-carboxylate\b/i, written: ['-2-oxiranecarboxylate'] },
  {
    pattern: /(?:2H-)?1,3-benzodioxol-5-yl/i,
    written: ['3,4-methylenedioxyphenyl', 'benzo[d][1,3]dioxol-5-yl', '1,3-benzodioxol-5-yl'],
  },
  { pattern: /^(methyl|ethyl|tert-butyl|t-butyl) (.*[a-z])ate$/i, written: ['$2ic acid $1 ester'] },
  { pattern: /^(.*[a-z])ic acid,? (methyl|ethyl) ester$/i, written: ['$2 $1ate'] },
  // Substituents stand in either order.
  {
    pattern: /^([1N])-(boc|benzyl|phenethyl)-4-(anilino|\(?phenylamino\)?)-?piperidine$/i,
    written: ['4-$3-$1-$2-piperidine'],
  },
  {
    pattern: /^4-(anilino|\(?phenylamino\)?)-([1N])-(boc|benzyl|phenethyl)-?piperidine$/i,
    written: ['$2-$3-4-$1piperidine'],
  },
  // The place on the nitrogen goes without saying.
  { pattern: /^[1N]-(?=(?:boc|benzyl|phenethyl)-4-)/i, written: [''] },
  { pattern: /(?<=^[1N]-)Boc(?=-4-\p{Script=Cyrillic})/u, written: ['Бок'] },
  { pattern: /^[1N]-(boc|бок|phenethyl|fenetil|фен[еэ]тил)-4-(?=\p{L}{6})/iu, written: ['$1-'] },
  { pattern: /-4-哌啶酮$/, written: ['哌啶-4-酮'] },
  { pattern: /4-哌啶基/, written: ['哌啶-4-基'] },
  { pattern: /(?<=-)N-(?=苯乙基|苄基|叔丁)/, written: ['1-'] },
  { pattern: /(?<=\d-)氧(?=-)/, written: ['氧代'] },
  { pattern: /苯(?=乙酰乙)/, written: ['苯基'] },
  { pattern: /^α-(?=苯)/, written: ['2-'] },
  { pattern: /哌啶-4-酮$/, written: ['-4-哌啶酮'] },
  { pattern: /^1-(?=叔丁氧羰基|boc-.*哌啶|苯乙基|苄基)/i, written: ['N-'] },
  { pattern: /苯氨基|苯基氨基|\(苯基氨基\)/, written: ['苯胺基'] },
  { pattern: /苯胺基/, written: ['苯氨基', '苯基氨基'] },
  { pattern: /苯乙基/, written: ['(2-苯基乙基)'] },
  {
    pattern: /^([1N])-(叔丁氧羰基|boc|苯乙基|苄基)-4-(苯胺基|苯氨基|\(苯基氨基\))哌啶$/i,
    written: ['4-$3-$1-$2哌啶'],
  },
  { pattern: /(?<!\p{L})alpha(?=[-,) ])/giu, written: ['α', 'a'] },
  { pattern: /(?<!\p{L})alpha-/iu, written: ['2-'] },
  { pattern: /(?<!\p{L})beta(?=[-,) ])/giu, written: ['β'] },
  { pattern: /(?<!\p{L})gamma(?=[-,) ])/giu, written: ['γ'] },
  // Ukrainian writes foreign words with its own letters; и stays behind these nine (spelling rules of 2019, §129).
  { pattern: /(?<![дтзсцжшчр])и/giu, written: ['і'] },
  { pattern: /э/giu, written: ['е'] },
  // Arabic writes the article on to the word.
  { pattern: /^(?!ال)(?=\p{Script=Arabic}+$)/u, written: ['ال'] },
  // Hebrew writes "the", "to" and "in" on to it, Georgian the ending of the case.
  { pattern: /^(?![הלב])(?=\p{Script=Hebrew}+$)/u, written: ['ה', 'ל', 'ב'] },
  { pattern: /(?<=\p{Script=Georgian})ი$/u, written: ['ის', 'ს'] },
  { pattern: /alpha-acetylphenylacet(?=amide$|onitrile$)/i, written: ['alpha-acetylbenzeneacet'] },
  // One character of the same sound.
  { pattern: /芬太尼/, written: ['芬太妮'] },
  // As Chemical Abstracts sorts them: the parent first, and what it bears behind a comma, which suppliers copy.
  { pattern: /^(N-.+?)-?(4-piperidinamine|propanamide)$/i, written: ['$2, $1'] },
  { pattern: /^([1N]-.+?)-(4-piperid(?:ino|o)n[ea]|4-Piperidon)$/i, written: ['$2, $1', '$2, $1-'] },
  { pattern: /^([1N]-.+?)-4-(piperidon[ea]?)$/i, written: ['$2, $1-4-'] },
  { pattern: /^(phenethyl|phénéthyl|benzyl)-4-(pip[eé]ridone)$/i, written: ['$1-1 $2-4'] },
  { pattern: /^(4-.+?)-(1-piperidinecarboxylic acid), (.+ ester)$/i, written: ['$2, $1-, $3'] },
  {
    pattern: /^((?:α|alpha)-acetyl)(benzeneacet(?:ic acid|amide|onitrile))(, .+ ester)?$/i,
    written: ['$2, $1-$3'],
  },
  {
    pattern: /^(\d-chlorophenyl) (cyclopentyl) ketone$/i,
    written: ['($1)($2)methanone', '$2($1)methanone', '$2 $1 ketone'],
  },
  { pattern: /α/g, written: ['alpha'] },
  { pattern: /β/g, written: ['beta'] },
  { pattern: /γ/g, written: ['gamma'] },
];

/** Several rules may apply at once; more ways than this are not written by anybody. */
const MOST = 48;
/** Ways that are put into other languages, and further ways of each of these. */
const TRANSLATED = 5;
const MOST_TRANSLATED = 4;

/** The name itself first, then other ways of writing it, none twice. */
export function nameVariants(name: string): string[] {
  const variants = bySystem(name, MOST);
  const foremost = variants.slice(0, TRANSLATED);
  const translated = foremost
    .flatMap((variant) => inOtherScripts(variant))
    .flatMap((variant) => bySystem(variant, MOST_TRANSLATED));
  const all = [...variants, ...translated].flatMap((variant) => [variant, ...inTraditional(variant)]);
  return [...new Set([...all, ...foremost.flatMap(inOtherSpellings), ...inLatinLetters(name)])];
}

/** Simplified characters of the names of chemistry beside the traditional ones. */
const TRADITIONAL: ReadonlyMap<string, string> = new Map(
  '诺諾 环環 亚亞 麦麥 黄黃 伪偽 钾鉀 锰錳 盐鹽 红紅 缩縮 质質 内內 邻鄰 氢氫 异異 双雙 纯純 钠鈉 铵銨 锂鋰 铝鋁 镁鎂 钙鈣 铁鐵 铜銅 锌鋅 银銀 钡鋇 铅鉛 过過 无無 顺順 间間 对對 单單'
    .split(' ')
    .map(([simplified = '', traditional = '']) => [simplified, traditional] as const),
);

/** As Hong Kong and Taiwan write it; Taiwan has a sign of its own for acyl groups. None of a name without Chinese characters. */
function inTraditional(name: string): string[] {
  if (!/\p{Script=Han}/u.test(name)) return [];
  const written = [...name].map((sign) => TRADITIONAL.get(sign) ?? sign).join('');
  return written.includes('酰') ? [written, written.replaceAll('酰', '醯')] : [written];
}

function bySystem(name: string, most: number): string[] {
  const variants = new Set([name]);
  for (const variant of variants) {
    for (const { pattern, written } of RULES) {
      if (variant.search(pattern) < 0) continue;
      for (const other of written) {
        if (variants.size >= most) return [...variants];
        variants.add(variant.replace(pattern, other));
      }
    }
  }
  return [...variants];
}
