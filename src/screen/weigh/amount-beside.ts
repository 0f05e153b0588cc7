/** Tells whether an amount of the substance itself stands beside its name, which no kit, strip or antibody against it has. */
import { readAmounts } from './amounts.ts';

/**
 * 0: no. 1: the field is nothing but the name, so that amounts elsewhere are of it. 2: a weight or a purity stands right beside
 * the name, with nothing between but what tells the form of the goods.
 */
export type AmountBeside = 0 | 1 | 2;

/** What may stand between a name and its amount: the form of the goods, the word for purity, the CAS number. */
const FORM =
  'powders?|crystals?|crystalline|liquid|oil|solid|base|freebase|hydrochloride|hcl|salt|pure|purity|assay|min|polvo|pureza|poudre|purete|' +
  'pulver|reinheit|polvere|purezza|poeder|proszek|prasek|toz|порошок|чистота|чистотои|bubuk|粉末|粉|纯度|含量|純度|분말|순도|' +
  'cas(?: (?:no|nr|number|rn))?[.:]?|\\d{2,7}-\\d\\d-\\d';
const GAP = new RegExp(`^(?:[ ,:;()|~≥>=+\\-\\n]*(?:${FORM})(?![\\p{L}\\d]))*[ ,:;()|~≥>=+\\-\\n]*`, 'u');
/** Behind one of these the amount may belong to something else, unless the name is what its line begins with. */
const LOOSE = /[,:;|\n]/;
const LINE_BEGINS = /(?:^|[\n|])[^\p{L}\p{N}]*$/u;
/** An amount, with as much behind it as tells what it is an amount of. */
const AMOUNT = /^\d[\d.,]*(?:-\d[\d.,]*)?[^\d]{0,16}/;
const AMOUNT_BEFORE =
  /(?<![\p{L}\d.,-])\d[\d.,]*(?:-\d[\d.,]*)? ?(?:%|\p{L}{1,12})(?: (?:of|de|di|von|van))? $/u;
const CLOSES = /^(?:$|[ ]?[^\p{L}\p{N} ])/u;
/** How strongly a test reacts to the substance is told in percent, too. */
const REACTION = /cross|kreuz|cruzad|crois|crociat|krzyz|specific|sensitiv|перекр|交叉/;
const WHOLE = /^100(?:[.,]0+)? ?%/;
const REACH = 80;

/** For a name at [start, end) of normalised text. */
export function amountBeside(text: string, start: number, end: number): AmountBeside {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(end, end + REACH);
  const gap = GAP.exec(after)?.[0] ?? '';
  const rest = after.slice(gap.length);
  const reacts = REACTION.test(before) || REACTION.test(after.slice(0, gap.length + REACH / 2));
  const closely = !LOOSE.test(gap) || LINE_BEGINS.test(before);
  if (closely && isAmount(AMOUNT.exec(rest)?.[0] ?? '', reacts)) return 2;
  const inFront = AMOUNT_BEFORE.exec(before)?.[0] ?? '';
  if ((gap.trim() !== '' || CLOSES.test(after)) && isAmount(inFront, reacts)) return 2;
  return start < REACH && rest === '' && LINE_BEGINS.test(before) && !before.includes('\n') ? 1 : 0;
}

function isAmount(written: string, reacts: boolean): boolean {
  const { quantity, purity } = readAmounts(written);
  return quantity || (purity && !reacts && !WHOLE.test(written));
}
