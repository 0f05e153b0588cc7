/** Tells the language of a text by its script, and of Latin texts by their most frequent small words. */

/** Scripts that are written by one language of the web, or nearly so; tried in order. */
const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\u3041-\u30fa]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['fa', /[پچژگ]/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['uk', /[іїєґІЇЄҐ]/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
];
/** Of all letters; kana stand between many characters that Chinese has, too, and few Cyrillic letters are Ukrainian alone. */
const SHARES: Readonly<Record<string, number>> = { ja: 0.08, uk: 0.03, fa: 0.02 };
const SHARE = 0.3;

const SMALL_WORDS: Readonly<Record<string, string>> = {
  en: 'the and of to in for with is on you your this that are from by or not all we our it be at can will has have',
  de: 'und der die das ist mit für von den im auf zu nicht eine ein sie wir bei auch oder zum zur aus werden sind ihre dem des',
  fr: 'et le la les de des du un une est pour avec dans sur vous votre nous pas au aux en par plus ou ce cette sont notre',
  es: 'y el la los las de del un una es para con en por que no se su su más al como nuestro nuestra este esta son',
  it: 'e il la le i di del della un una è per con in che non si al alla da dei sono questo questa nostro più anche gli',
  pt: 'e o a os as de do da dos das um uma é para com em por que não se no na ao mais seu sua nosso são você',
  nl: 'en de het een is van met voor in op te niet zijn bij ook of uit aan dat deze wij onze uw naar om kan worden',
  pl: 'i w na z do się jest nie to o od dla oraz przez po za lub jak są ze ten tym tego które który',
  cs: 'a v na je se s z do pro že to o k za po od jsou není nebo jako který které při také již své',
  ro: 'și de la în cu pe un o este pentru din nu sau care prin mai ale sunt acest această vă',
  hu: 'a az és egy van nem hogy is meg vagy de mint csak ez azt lehet minden kell el ki be',
  sv: 'och i att det som en på är av för med till den har inte om ett vi du kan från eller',
  da: 'og i at det som en på er af for med til den har ikke om et vi du kan fra eller også',
  fi: 'ja on ei se että joka kun niin mutta tai myös voi ovat hän oli sekä mukaan kanssa',
  tr: 've bir bu için ile da de çok daha olan olarak gibi en ya her kadar sonra değil veya',
  vi: 'và của là có các được cho không một trong với này khi để từ đến những người bạn',
  id: 'dan yang di untuk dengan ini dari pada adalah tidak dalam akan ke atau bisa kami anda juga',
};
const LANGUAGES_OF: ReadonlyMap<string, readonly string[]> = wordIndex();
/** Fewer small words than this tell nothing. */
const ENOUGH = 4;
/** The best language must have this many times the words of the next. */
const CLEARLY = 1.4;
const MAX_TEXT = 6000;

function wordIndex(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [language, words] of Object.entries(SMALL_WORDS)) {
    for (const word of new Set(words.split(' '))) index.set(word, [...(index.get(word) ?? []), language]);
  }
  return index;
}

function latinLanguage(text: string): string | null {
  const hits = new Map<string, number>();
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    for (const language of LANGUAGES_OF.get(word) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  }
  const [best, next] = [...hits].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < ENOUGH) return null;
  return next === undefined || best[1] >= next[1] * CLEARLY ? best[0] : null;
}

/** ISO 639 of the text's language, or null where too little tells it. */
export function detectLanguage(whole: string): string | null {
  const text = whole.slice(0, MAX_TEXT);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 20) return null;
  for (const [language, pattern] of SCRIPTS) {
    const found = text.match(pattern)?.length ?? 0;
    if (found / letters >= (SHARES[language] ?? SHARE)) return language;
  }
  return latinLanguage(text);
}
