/** Tells a listed name from a longer one that contains it ("2-chloro-…", "…-1-carboxylate"), which is another substance. */
import { isCjk } from '../../text/cjk.ts';

/** Endings of a word that, joined by a hyphen in front, makes another substance of the name that follows. */
const JOINED_PREFIX =
  /(?:yl|ylene|povidone|oxy|oxo|oyl|fluoro|fluor|chloro|chlor|bromo|brom|iodo|iod|nitro|nitroso|amino|amido|cyano|cian|hydroxy|hidroxi|metil|etil|fenil|bencil|cloro|metoxi|thio|keto|boc|cbz|fmoc|tert|sec|iso|ortho|meta|para|cyclo|anilino|benzo|phospho|sulfo|deutero|azido|ylidene|idene|bis|tris|ил|окси|оксо|хлор|фтор|бром|иод|нитро|амино|циано)$/;
/** The same for a word in front with a space between: fewer, since ordinary words stand there too. */
const SPACED_PREFIX =
  /^(?:.*(?:fluoro|chloro|bromo|iodo|nitro|amino|hydroxy|methoxy|ethoxy|фтор|хлор|бром|нитро|амино)|(?:di|tri|iso|n-)?(?:methyl|ethyl|propyl|butyl|pentyl|hexyl|phenyl|benzyl|acetyl|benzoyl|vinyl|allyl|tosyl|glycol|metil|etil|fenil|bencil|метил|этил|фенил|бензил)|(?!(?:cheryl|sheryl|darr?yl|beryl|meryl|avril)$)[\p{L}\d',()-]{3,}yl|(?:alpha|beta|gamma|[αβγ\d])-[\p{L}-]*ylene)$/u;
/** The ester of what follows. */
const ESTER_OF =
  /(?:ester|estere|ester \p{L}+|эфир) (?:of|der|des|von|de|del|di|dell'|da|do|du|van)(?: (?:the|la|el|acido|acide|kwasu|кислоты))? $/u;
/** "N-Me-…": short for methyl, ethyl and hydroxy. */
const SHORT_PREFIX = /^(?:me|et|oh)$/;
/** Letters that place a group on the ring; N, S, R, D and L do not make another substance here. */
const PLACING = /^(?:o|m|p|\d+[a-z]?)$/;
const STEREO = /\((?:[rsezdl±+\-\d,*a-z])?[rsezdl±+\-\d,*]*\)-?$/;

const FOLLOWING =
  /^(?:[- ]\(?(?:\d+[a-z]?|n)(?:,\d+)*\)?-?(?:yl|il(?![a-z])|one|ona?(?![a-z])|ol|amin|amid|car[bv]|karb|sulf|sulph|acetic|acetate|propion|methan|ethan|thiol|ил|он(?![а-я])|ол(?![а-я])|амин|амид|карб|сульф)|-\[?d\d|[- ](?:[\d,]+-)?(?:cyanohydrin|oxime|azine|hydrazone|imine|enamine|(?:mono|tri|penta)(?:chlorid|bromid|fluorid|oxid)|diisocyanate|isocyanate|thiosemicarbazone|semicarbazone|sulfon|sulphon|sulfamid|carboxylate|carboxylic|dicarbox|diethyl|dimethyl|hydroxide|dioxide|peroxide|chloride ester|nitrile|anhydride|amide)|[-, ]{0,2}(?:tert\.?-?|sec-|n-|iso)?(?:methyl|ethyl|propyl|butyl|benzyl|phenyl|hexyl|octyl)[- ]?ester|[- ]di-?(?:gl[yi]cid|vinyl|acryl|methacryl|acetat|mesyl|tosyl|benzoat)|-?(?:yl|oyl)(?![a-z])|[- ]?\S{0,3}di-?eth?[iy]lamid)/;
/** What is bound to what follows ends so: "(3-pyridyl) piperidine", "[…methoxy]ethyl". */
const GROUP = '(?:yl|ylene|idene|oxy|oxo|oro|omo|odo|tro|ino|ano|thio|phospho|hydro|oyl|aza|oxa)';
const BRACKETED_GROUP = new RegExp(`${GROUP}[)\\]}]+-? ?$`);
/** "1h-indole-3-ethanamine", "…-4-methyl-γ-butyrolactone": a place on what stands in front of it. */
const PLACED = new RegExp(
  `(?:(?:ole|ine|ane|ene|one|ol|an|in|phene|diol|acid|[)\\]])-\\d+[a-z]?(?:,\\d+)*|${GROUP}-(?:alpha|beta|gamma|delta|omega|[αβγδω]))-[[({]?$`,
);
/** "n-octyl-γ-n-": the place may be told in two ways. */
const GREEK_IN_POINTS = /\.(alpha|beta|gamma|delta|omega|[αβγδω])\.?/g;
/** Groups behind a comma, as indexes of chemicals have them: "…acid, 3-bromo-", "…, α-hydroxy-α-methyl-, methyl ester". */
const INDEXED =
  /^,? ?(?=\S*[a-z]{3})([^\s;|]{3,70})-(?=$|[\s,;|)\]])(?! (?:and|or|und|oder|et|ou|y|e|o|и|или)(?![\p{L}]))/u;
/** Words of what the indexed groups may say besides: left, right, and a mixture of both. */
const STEREO_ONLY = /(?:erythro|threo|trans|cis|rel|rac|alpha|beta|gamma|dextro|levo|meso)/g;
const INDEXED_GROUP = new RegExp(GROUP);
const DERIVATIVE =
  /^(?:,? ?(?:[\p{L}-]+ ){0,2}\(ester\)|[-, ]{1,2}(?:\S+ )?\S*yl[- ]?(?:di)?ester|[-, ]{1,2}\S*hydrazide|[, ]{1,2}(?:cyclic|n-carboxylic(?: acid)?) anhydride|[-, ]{1,2}(?:[\p{L}\d,-]+ ){0,2}(?:hemi)?(?:ket|acet)al(?!\p{L})|,? (?:co)?polymer|[-; ]{1,2}(?:boron ?trifluorid|trifluorobor)|-\d-ium|, (?:\d(?:,\d)*-)?di-?(?:acr|methacr|acetat|mesyl|tosyl|benzoat)|,(?: [\d,]+-)? ?(?:amide|oxime|hydrazone)(?!\p{L})|-? ?(?:di|tri|tetra|penta|hexa|hepta|octa|nona|nono|deca|sesqui)(?:oxid|sulfid|sulphid))/u;
/** "… oil" before one of these is the word for a part of an engine or a vessel. */
const OIL = / oil$/;
const PART_FOR_OIL =
  /^ (?:catch|filter|pan|seal|pump|change|cooler|tank|cap|burner|lamp|diffuser|warmer)(?![a-z])/;
/** The name's own negation: "…-free"; in a word of its own only where it is not the next thing that is free ("free shipping"). */
const ABSENT_AFTER =
  /^(?:-?(?:free|frei|less)(?![a-z])| (?:free(?! ?-?(?:base|ship|resh|re-?ship|deliver|sampl|postage|express|world|intern|track|insur|stealth|discre|custom|quot|trial|gift|bonus|return|consult|pick|door|of|from|for|to|on|with|in|u[sk]|eu|[\d$€£]))|frei(?! ?(?:haus|versand|liefer|verfugbar|erhaltlich|verkauf|base|von)))(?![a-z]))/;
const ABSENT_BEFORE =
  /(?<!\p{L})(?:free of|free from|without|contains no|does not contain|not contain|ohne|frei von|libre de|sin|sans|senza|без|не содержит)(?: any)? ?$|(?:不含|无)$/u;

const CJK_BEFORE = /[氢二三四五六基酰氧氯溴碘氟硝羟氨甲乙丙丁戊己庚辛苯萘双异叔仲环硫磷氰脱伪羰巯烷烯]/;
const CJK_AFTER =
  /^(?:酸(?!盐)|酯|酮|醛|醇|胺|酰|酐|烷|烯|炔|腈|肟|磺|基|腙|脲|缩|氰|苯|二甲|二乙|[甲乙丙丁戊己辛异正叔苄]{1,2}酯|衍生物)/;
/** Names of rings and amines are stems of further names: of acids, alcohols and amides, of other rings, of pesticides in …磷. */
const CJK_STEM = /[啶胺]$/;
/** A solution in an alcohol, and a salt, are still the substance itself. */
const CJK_AFTER_STEM =
  /^(?:[甲乙丙丁戊己](?:酸(?!盐|鹽)|二?醇|醛|酮|腈|胺|酰|醯|脒|硫醇)(?!的?水?溶液)|磷(?!酸)|碘[呋肤]|嘧啶|吡[啶咯唑]|咪唑|噻[唑吩]|呋喃|吲哚|喹啉|吗啉|哌[嗪啶]|[三四]唑|嘌呤|[嗪唑啉]|[类類])/;
/** The acid in the name of a salt, which may stand in front of the base or behind it; no words of trade stand between. */
const CJK_SALT_ACID = /[盐鹽]酸$/;
const CJK_AFTER_SALT_ACID =
  /^(?:[盐鹽]|(?:(?![现現厂廠供批价價货貨商销銷售出采和及有])\p{Script=Han}){1,7}(?:[素胺碱鹼因啶嗪]|丁醇))/u;
/** A place on the ring, and the group that stands there. */
const CJK_AFTER_PLACE =
  /^-\d(?:,\d)*-(?:[甲乙羧酮醇胺基磺酰]|カルホ|オン|オール|アミン|イル|メタ|エタ|スルホ|酢酸|카르|카복|온|올|아민|일|메탄|에탄)/;
const KATAKANA = /[ァ-ヺ]/;
/** Kana as they are compared, without the marks of voice. Acids go on to their esters and amides; what is without water may be a salt of metal as well. */
const ACID = /[酸산]/;
const ESTER =
  /^(?:イソ)?(?:メチル|エチル|フロヒル|フチル|アミル|ヘンシル|フェネチル|アリル|シエチルアミト)|^ ?(?:이소)?(?:메틸|에틸|프로필|부틸|아밀|벤질|페네틸|알릴|디에틸아미드)/;
const WITHOUT_WATER = /(?:無水.{1,8}|硫|무수.{1,8})[酸산]$/;
const METAL =
  /^(?:ナトリウム|カリウム|カルシウム|マクネシウム|アルミニウム|アンモニウム|ハリウム|銅|亜鉛|鉄)|^ ?(?:나트륨|칼륨|칼슘|마그네슘|암모늄|구리|아연)/;
const HANGUL = /\p{Script=Hangul}/u;
/** Syllables of groups that, written on to the name in front, make another substance of it. */
const HANGUL_PREFIX =
  /(?:디|다이|트리|메틸|에틸|프로필|부틸|페닐|벤질|아세틸|히드록시|하이드록시|메톡시|에톡시|클로로|플루오로|브로모|니트로|아미노|시아노|노르|슈도|이소|시클로|옥소)$/;

/** Closed inside the name, opened in front of it: "(1-溴乙基)苯" holds "溴乙基)苯". */
const OPENED_BEFORE = /[([][\d,-]+$/;
/** Listed without a place, which is the usual one. */
const PLACED_ELSEWHERE = /(?<!\p{L})(?:beta|delta|[βδ])-$/u;
/** "新洋茉莉醛" is another aldehyde; "最新…" is only new. */
const NEW_IN_FRONT = /(?<![最全更崭])新$/u;

/** True when the name at [start, end) of the normalised text is only a part of a longer one. */
export function isPartOfLongerName(text: string, start: number, end: number): boolean {
  return goesOnBefore(text, start) || goesOnAfter(text, end) || isOther(text, start, end);
}

function isOther(text: string, start: number, end: number): boolean {
  const name = text.slice(start, end);
  const head = text.slice(Math.max(0, start - 12), start);
  if (OPENED_BEFORE.test(head) && /^[^([]*[)\]]/.test(name)) return true;
  return (
    (name.startsWith('butyrolact') && PLACED_ELSEWHERE.test(head)) ||
    (name.startsWith('洋茉莉') && NEW_IN_FRONT.test(head))
  );
}

/** True when the text says that the substance is absent ("…-free", "without …"). */
export function isSaidToBeAbsent(text: string, start: number, end: number): boolean {
  return (
    ABSENT_AFTER.test(text.slice(end, end + 24)) ||
    ABSENT_BEFORE.test(text.slice(Math.max(0, start - 20), start))
  );
}

function goesOnBefore(text: string, start: number): boolean {
  const first = text[start] ?? '';
  const head = text
    .slice(Math.max(0, start - 40), start)
    .replace(GREEK_IN_POINTS, '$1')
    .replace(/-\.$/, '-');
  const glued = /[\p{L}\p{N}]*[-([{,')\]}]*$/u.exec(head)?.[0] ?? '';
  const joint = /[-([{,')\]}]*$/.exec(glued)?.[0] ?? '';
  const token = glued.slice(0, glued.length - joint.length);
  const inCjk = isCjk(glued.at(-1) ?? '') && (isCjk(first) || /\d/.test(first));
  if (inCjk || isCjk(token.at(-1) ?? '') || (isCjk(first) && joint.includes('-'))) {
    return goesOnBeforeCjk(head, first);
  }
  if (ESTER_OF.test(head) || isBoundBefore(head)) return true;
  if (joint === '') {
    const word = /([\p{L}\p{N}-]+) $/u.exec(head)?.[1] ?? '';
    return SPACED_PREFIX.test(word) && !word.endsWith('fentanyl');
  }
  return joinedBefore(head, token, joint, first);
}

function isBoundBefore(head: string): boolean {
  return PLACED.test(head) || (BRACKETED_GROUP.test(head) && !STEREO.test(head.trimEnd()));
}

/** The name is joined, without a space, to a word, a number or a bracket in front of it. */
function joinedBefore(head: string, token: string, joint: string, first: string): boolean {
  if (joint.startsWith(')')) return !STEREO.test(head) && /(?:yl|oxy|oro|omo|tro)\)[-)\]]*$/.test(head);
  if (joint === ',') return /^\d+$/.test(token) && /\d/.test(first);
  if (!joint.includes('-')) return false;
  if (PLACING.test(token)) return /\d/.test(first) ? /^\d/.test(token) : /^[omp]$/.test(token);
  return (JOINED_PREFIX.test(token) && !token.endsWith('fentanyl')) || SHORT_PREFIX.test(token);
}

function goesOnBeforeCjk(head: string, first: string): boolean {
  if (KATAKANA.test(first)) return KATAKANA.test(head.at(-1) ?? '');
  if (HANGUL.test(first)) return HANGUL_PREFIX.test(head);
  const name = head.replace(/[-\d,()nNαβγ]+$/u, '');
  return CJK_BEFORE.test(name.at(-1) ?? '');
}

function goesOnAfter(text: string, end: number): boolean {
  const rest = text.slice(end, end + 40);
  if (OIL.test(text.slice(end - 4, end)) && PART_FOR_OIL.test(rest)) return true;
  const last = text[end - 1] ?? '';
  if (isCjk(last)) {
    if (CJK_AFTER_PLACE.test(rest)) return true;
    if (KATAKANA.test(last) || last === 'ー') return KATAKANA.test(rest[0] ?? '');
    const name = text.slice(Math.max(0, end - 12), end);
    if (ACID.test(last) && (ESTER.test(rest) || (WITHOUT_WATER.test(name) && METAL.test(rest)))) return true;
    return (
      CJK_AFTER.test(rest) ||
      (CJK_STEM.test(last) && CJK_AFTER_STEM.test(rest)) ||
      (CJK_SALT_ACID.test(text.slice(end - 2, end)) && CJK_AFTER_SALT_ACID.test(rest))
    );
  }
  return FOLLOWING.test(rest) || isDerived(text, end);
}

/** Read farther than other endings: an index name tells all groups in one word. */
const INDEX_REACH = 90;

function isDerived(text: string, end: number): boolean {
  const rest = text.slice(end, end + INDEX_REACH).replace(GREEK_IN_POINTS, '$1');
  if (DERIVATIVE.test(rest)) return true;
  const [, groups] = INDEXED.exec(rest) ?? [];
  return groups !== undefined && INDEXED_GROUP.test(groups.replace(STEREO_ONLY, ''));
}
