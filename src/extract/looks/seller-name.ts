/** Reads the name of whoever sells out of a text, and tells how addresses write it. */
import { ASK } from './buy-words.ts';

/** Words of controls, ratings, and how many ads somebody has. */
const NO_NAME =
  /^(?:and|us|me|contact|view|see|visit|more|other|information|mehr|weitere|więcej|plus (?:de|d')|más|mais|altri|meer|další|ещё|еще|другие|інші|更多|もっと|daha|lihat|xem|כל|עוד|צפה|הצג|جميع|كل|المزيد|همه|ดู|όλες|όλα|összes|további|toate|details|rating|reviews?|login|log in|sign|ask|follow|chat|call|send|message|report|all|show|share|save|about|member since|kontakt|alle|ver|voir|todos|показать|написать|все|联系|查看|more from)(?![\p{L}\p{N}])|[%★]|\d{2,}[.,]\d|^[^\p{L}]*$|^\p{Nd}[\p{Nd}.,]{0,9}\+? (?:\p{L}{1,12} )?(?:ads?|listings?|items?|products?|offers?|sales|sold|followers?|anzeigen|angebote|artikel|verkäufe|annonces?|ventes|anuncios?|ventas|annunci[o]?|vendite|anúncios?|vendas|advertenties|ogłosze(?:ń|nia|nie)|ofert[ay]?|inzerát(?:y|ů|ov)?|объявлени[ейя]|оголошен(?:ь|ня)|товар(?:ов|ів|а|и)?|ilan|annonser|annoncer|ilmoitusta|hirdetés|anunțuri|αγγελίες|آگهی|إعلان(?:ات)?|מודעות)(?!\p{L})|guarantee|policy|protection|warranty|feedback|garantie|garantía/iu;

/** "San. Tic. A.Ş.": what companies are is written in short words, each with a capital and a full stop. */
const isShortened = (rest: string, word: string): boolean =>
  word.length < 5 && /^\S+(?:\s+[\p{Lu}&]\S*)+$/u.test(rest);

/** What buyers think of a seller: "(9,120) 99.8%", "98.5% positive (12K)", "4.8 ★ (120)". */
const RATED =
  /\s+(?:\(\d[\d.,]{0,9} ?[km]?\)(?:\s+\d{1,3}(?:[.,]\d{1,2})? ?%)?|\d{1,3}(?:[.,]\d{1,2})? ?% (?:positiv|feedback|bewertung).{0,30}|(?:★ ?[0-5](?:[.,]\d{1,2})?|[0-5](?:[.,]\d{1,2})? ?★)(?: ?\(\d[\d.,]{0,9}\))?)\s*$/iu;

/** The words before a rating, another sentence or what is said of the delivery. */
export function sellerNameIn(text: string): string | null {
  const name = text
    .replace(RATED, '')
    .replace(/^(?:[Ss]old by|[Bb]y|[Vv]endido por|[Pp]or|[Vv]endu par)\s+(?=[\p{Lu}\p{Lo}\d])/u, '')
    .replace(/(?<!\p{L})(\p{L}+)\.\s+\p{Lu}.*$/u, (rest, word: string) =>
      isShortened(rest, word) ? rest : word,
    )
    .replace(/\s*(?:\([\d.,%].*\)|and fulfilled by.*|and ships from.*|und versand.*)\s*$/i, '')
    // A full stop ends the sentence, but belongs to "Ltd." and "Inc.".
    .replace(/(?<=\p{L}{5})\.$/u, '')
    .trim();
  const isName = name.length >= 2 && name.length <= 80 && /\p{L}/u.test(name);
  return isName && !NO_NAME.test(name) && !ASK.test(name) ? name : null;
}

/** Letters that do not come apart into one of ASCII and a mark. */
const WHOLE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['ı', 'i'],
]);

/** As addresses write a name: without marks, blanks and signs. */
export function squeezedName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()
    .replace(/[łøđßæı]/g, (letter) => WHOLE_LETTERS.get(letter) ?? letter);
}
