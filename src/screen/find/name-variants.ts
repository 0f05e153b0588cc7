/** Other systematic ways of writing one chemical name, by rules of nomenclature that do not change which substance is meant. */

/** "(1R,2S)-(-)-" and the like in front of a name: left out as often as written. */
const STEREO_PREFIX = /^(?:\((?:[\drsez,]+|[+±-]|dl)\)-)+/i;

type Rule = { readonly pattern: RegExp; readonly written: readonly string[] };

/**
 * Where `pattern` stands, each of `written` may stand instead. The substituents of piperidine's nitrogen are placed by "1-" or "N-";
 * retained and systematic names of groups (IUPAC 2013, P-2 and P-6) are interchangeable; α- and "alpha-" are one.
 */
const RULES: readonly Rule[] = [
  { pattern: STEREO_PREFIX, written: [''] },
  { pattern: /\btert-butyl/i, written: ['t-butyl'] },
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
  { pattern: /phenylamino/i, written: ['anilino'] },
  { pattern: /oxirane-2-carboxylate\b/i, written: ['-2-oxiranecarboxylate'] },
  {
    pattern: /(?:2H-)?1,3-benzodioxol-5-yl/i,
    written: ['3,4-methylenedioxyphenyl', 'benzo[d][1,3]dioxol-5-yl', '1,3-benzodioxol-5-yl'],
  },
  { pattern: /^(methyl|ethyl) (.*[a-z])ate$/i, written: ['$2ic acid $1 ester'] },
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
  { pattern: /-4-哌啶酮$/, written: ['哌啶-4-酮'] },
  { pattern: /哌啶-4-酮$/, written: ['-4-哌啶酮'] },
  { pattern: /^1-(?=叔丁氧羰基|boc-.*哌啶|苯乙基|苄基)/i, written: ['N-'] },
  { pattern: /苯氨基|苯基氨基|\(苯基氨基\)/, written: ['苯胺基'] },
  { pattern: /苯胺基/, written: ['苯氨基', '苯基氨基'] },
  {
    pattern: /^([1N])-(叔丁氧羰基|boc|苯乙基|苄基)-4-(苯胺基|苯氨基|\(苯基氨基\))哌啶$/i,
    written: ['4-$3-$1-$2哌啶'],
  },
  { pattern: /(?<!\p{L})alpha(?=[-,) ])/giu, written: ['α', 'a'] },
  { pattern: /(?<!\p{L})alpha-/iu, written: ['2-'] },
  { pattern: /(?<!\p{L})beta(?=[-,) ])/giu, written: ['β'] },
  { pattern: /(?<!\p{L})gamma(?=[-,) ])/giu, written: ['γ'] },
  { pattern: /α/g, written: ['alpha'] },
  { pattern: /β/g, written: ['beta'] },
  { pattern: /γ/g, written: ['gamma'] },
];

/** Several rules may apply at once; more ways than this are not written by anybody. */
const MOST = 12;

/** The name itself first, then other ways of writing it, none twice. */
export function nameVariants(name: string): string[] {
  const variants = new Set([name]);
  for (const variant of variants) {
    for (const { pattern, written } of RULES) {
      for (const other of written) {
        if (variants.size >= MOST) return [...variants];
        variants.add(variant.replace(pattern, other));
      }
    }
  }
  return [...variants];
}
