/** How languages say that something was a while ago: CLDR's own forms, as Node carries them, and the short ones people write. */

export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** `count` null: the number stands in the text, as "#" in the phrase. */
export type Past = { readonly unit: TimeUnit; readonly count: number | null };

const UNITS: readonly TimeUnit[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'];

const STYLES = ['long', 'short', 'narrow'] as const;

const LANGUAGES =
  'en de fr es it pt nl pl ru uk be cs sk sl hr sr sr-Latn bg ro hu sv da nb fi et lv lt el tr az kk uz ar he fa ur hi bn ta te th vi id ms fil sw ca ka hy mn ko ja zh zh-Hant'.split(
    ' ',
  );

/** Shape with "#" and "~" for number and unit, then the words of each unit from second to year. */
const WRITTEN: readonly (readonly [language: string, shapes: string, ...units: string[]])[] = [
  [
    'en',
    '# ~ ago|#~ ago',
    'sec secs',
    'min mins m',
    'hr hrs h',
    'd',
    'wk wks w',
    'mo mos mth mths',
    'yr yrs y',
  ],
  ['de', 'vor # ~|vor #~', 'sek s', 'min', 'std stdn h', 'tg t', 'wo', 'mon', 'j'],
  ['fr', 'il y a # ~|il y a #~|# ~ plus tôt', 's sec', 'mn min', 'h', 'j jrs', 'sem', 'mois', 'an ans'],
  [
    'es',
    'hace # ~|hace #~|# ~ atrás',
    's seg segs',
    'min mins minutos',
    'h hs hr hrs horas',
    'd dia dias días',
    'sem semanas',
    'mes meses',
    'a años',
  ],
  [
    'pt',
    'há # ~|ha # ~|faz # ~|# ~ atrás',
    's seg',
    'min minuto minutos',
    'h hora horas',
    'd dia dias',
    'sem semana semanas',
    'mês meses',
    'ano anos',
  ],
  ['it', '# ~ fa', 's sec', 'min', 'h', 'g gg', 'sett', 'mese mesi', 'anno anni'],
  ['nl', '# ~ geleden', 's sec', 'min', 'u uur', 'd dgn', 'wk wkn', 'mnd mnden', 'jr jaren'],
  ['pl', '# ~ temu', 'sek', 'min', 'godz g h', 'dn', 'tyg', 'mies msc', 'lata lat'],
  ['ru', '# ~ назад|#~ назад', 'сек с', 'мин м', 'ч', 'д дн', 'нед', 'мес', 'г л'],
  ['uk', '# ~ тому', 'сек', 'хв', 'год', 'дн', 'тиж', 'міс', 'р'],
  ['cs', 'před # ~', 's sek', 'min', 'h hod', 'd', 'týd', 'měs', 'r'],
  ['tr', '# ~ önce', 'sn', 'dk', 'sa', 'g', 'hf', 'ay', 'sene'],
  ['fa', '# ~ پیش|# ~ قبل', 'ثانیه', 'دقیقه', 'ساعت', 'روز', 'هفته', 'ماه', 'سال'],
  ['th', '# ~ที่แล้ว|# ~ที่ผ่านมา|# ~ก่อน', 'วินาที', 'นาที', 'ชั่วโมง ชม', 'วัน', 'สัปดาห์ อาทิตย์', 'เดือน', 'ปี'],
  ['vi', '# ~ trước|cách đây # ~', 'giây', 'phút', 'giờ tiếng', 'ngày', 'tuần', 'tháng', 'năm'],
  [
    'id',
    '# ~ lalu|# ~ yg lalu',
    'detik dtk',
    'menit mnt',
    'jam',
    'hari hr',
    'minggu mgg',
    'bulan bln',
    'tahun thn',
  ],
  [
    'sv',
    '# ~ sedan',
    'sek sekunder sekund',
    'min minuter minut',
    'tim timmar timme',
    'dag dagar',
    'vecka veckor',
    'mån månad månader',
    'år',
  ],
  [
    'da',
    '# ~ siden',
    'sek sekunder',
    'min minutter minut',
    'timer time t',
    'dag dage',
    'uge uger',
    'md mdr måned måneder',
    'år',
  ],
  [
    'nb',
    '# ~ siden|for # ~ siden',
    'sek sekunder',
    'min minutter minutt',
    'timer time t',
    'dager dag d',
    'uker uke',
    'mnd måneder måned',
    'år',
  ],
  [
    'hu',
    '# ~ ezelőtt|# ~e',
    'mp',
    'perccel perc p',
    'órával óra',
    'nappal nap',
    'héttel hét',
    'hónappal hónap',
    'évvel',
  ],
  ['ja', '#~前|# ~前', '秒', '分', '時間', '日', '週間 週', 'ヶ月 カ月 ケ月 ヵ月 か月', '年'],
  [
    'zh',
    '#~前|# ~前|#~之前|#~以前',
    '秒 秒钟 秒鐘',
    '分 分钟 分鐘',
    '小时 个小时 小時 個小時 时',
    '天 日',
    '周 週 星期 个星期 個星期 礼拜',
    '个月 個月 月',
    '年',
  ],
  ['ko', '#~ 전|# ~ 전|#~전', '초', '분', '시간', '일', '주 주일', '개월 달', '년'],
];

/** Phrases without a number; a short one needs its language. */
const WHOLE: readonly (readonly [unit: TimeUnit, count: number, phrases: string, language?: string])[] = [
  [
    'second',
    0,
    "just now|moments ago|a moment ago|gerade eben|soeben|à l'instant|à l’instant|только что|刚刚|剛剛|刚才|たった今|방금|방금 전|az önce|şimdi|przed chwilą|ahora mismo|hace un momento|agora mesmo|proprio ora|zojuist|alldeles nyss|właśnie teraz|щойно|vừa xong|baru saja|همین الان|الآن|لحظاتی پیش",
  ],
  ['day', 0, 'tänään'],
  ['day', 0, 'idag', 'sv'],
  ['day', 1, 'igår', 'sv'],
  ['day', 1, 'gisteren|ieri|tegnap|predvčerom|أمس|البارحة|昨日|昨天|어제'],
  [
    'day',
    2,
    'day before yesterday|the day before yesterday|позавчера|vorgestern|avant-hier|anteayer|antier|förrgår|i förrgår|forgårs|i forgårs|پریروز|anteontem|przedwczoraj|前天|一昨日|그저께',
  ],
  ['minute', 1, 'قبل دقيقة'],
  ['hour', 1, 'قبل ساعة'],
  ['day', 1, 'قبل يوم'],
  ['week', 1, 'قبل أسبوع|قبل اسبوع'],
  ['month', 1, 'قبل شهر'],
  ['year', 1, 'قبل سنة|قبل عام'],
];

const folded = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[.'’׳]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s?\(#\)/, '')
    .trim();

type Phrases = Map<string, Map<string, Past>>;

function add(phrases: Phrases, phrase: string, language: string, past: Past): void {
  // "-3 d" is how CLDR shortens; on a page it is a hyphen.
  if (phrase === '' || /^[-−+]/.test(phrase)) return;
  const meanings = phrases.get(phrase) ?? new Map<string, Past>();
  if (!meanings.has(language)) meanings.set(language, past);
  phrases.set(phrase, meanings);
}

/** One count for each plural form of the language. */
function samples(language: string): number[] {
  const rules = new Intl.PluralRules(language);
  const byForm = new Map(
    [1, 2, 3, 5, 11, 21, 100].map((count) => [rules.select(count), count] as const).reverse(),
  );
  return [...new Set([1, 2, ...byForm.values()])];
}

/** "3 days ago" in every style, and what the same words say of the future. */
function addCounted(phrases: Phrases, future: Set<string>, language: string): void {
  const primary = language.split('-')[0] ?? language;
  const counts = samples(language);
  for (const style of STYLES) {
    const format = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { style, numeric: 'always' });
    const phraseOf = (value: number, unit: TimeUnit) =>
      folded(
        format
          .formatToParts(value, unit)
          .map((part) => (part.type === 'integer' ? '#' : part.value))
          .join(''),
      );
    for (const unit of UNITS) {
      for (const count of counts) {
        const phrase = phraseOf(-count, unit);
        future.add(phraseOf(count, unit));
        add(phrases, phrase, primary, { unit, count: phrase.includes('#') ? null : count });
        // "час назад": one, without saying so.
        if (count === 1 && /# | #/.test(phrase))
          add(phrases, phrase.replace(/# | #/, ''), primary, { unit, count: 1 });
      }
    }
  }
}

/** "yesterday" and the like. */
function addNamedDays(phrases: Phrases, language: string): void {
  const format = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: 'auto' });
  for (const count of [0, 1, 2]) {
    const phrase = folded(format.format(-count, 'day'));
    if (!/\d/.test(phrase)) add(phrases, phrase, language.split('-')[0] ?? language, { unit: 'day', count });
  }
}

function readPhrases(): Phrases {
  const phrases: Phrases = new Map();
  const future = new Set<string>();
  for (const [unit, count, list, language = ''] of WHOLE) {
    for (const phrase of list.split('|')) add(phrases, folded(phrase), language, { unit, count });
  }
  for (const language of LANGUAGES) {
    addCounted(phrases, future, language);
    addNamedDays(phrases, language);
  }
  // A phrase that some language also uses for what is to come says nothing.
  for (const phrase of future) phrases.delete(phrase);
  for (const [language, shapes, ...units] of WRITTEN) {
    for (const [at, words] of units.entries()) {
      const unit = UNITS[at] ?? 'year';
      for (const word of words.split(' ')) {
        for (const shape of shapes.split('|'))
          add(phrases, folded(shape.replace('~', word)), language, { unit, count: null });
      }
    }
  }
  return phrases;
}

type Known = {
  readonly phrases: Phrases;
  /** In UTF-16 units: what is looked at around a number. */
  readonly longest: number;
  /** Phrases without a number, longest first, for a search in a text. */
  readonly whole: readonly string[];
};

/** Asked of CLDR when the first such text is read: it takes some time, and many pages have none. */
let known: Known | null = null;

function readOnce(): Known {
  if (known !== null) return known;
  const phrases = readPhrases();
  const texts = [...phrases.keys()];
  const whole = texts.filter((text) => !text.includes('#')).sort((a, b) => b.length - a.length);
  known = { phrases, longest: Math.max(...texts.map(({ length }) => length)), whole };
  return known;
}

/** Of all phrases, in UTF-16 units. */
export function longestPhrase(): number {
  return readOnce().longest;
}

/** Phrases without a number, longest first, for a search in a text. */
export function wholePhrases(): readonly string[] {
  return readOnce().whole;
}

/**
 * What a folded phrase means; null when it is none, or when languages differ in it and the page's own does not decide.
 * `text` is lower case without points and apostrophes, with "#" for its number.
 */
export function pastOf(text: string, language: string | null): Past | null {
  const meanings = readOnce().phrases.get(text);
  if (meanings === undefined) return null;
  const own = meanings.get(language?.split('-')[0]?.toLowerCase() ?? '');
  if (own !== undefined) return own;
  const [first, ...others] = meanings.values();
  if (first === undefined) return null;
  return others.every(({ unit, count }) => unit === first.unit && count === first.count) ? first : null;
}

/** Whether the phrase is one of this language. */
export function speaks(phrase: string, language: string): boolean {
  return (
    readOnce()
      .phrases.get(phrase)
      ?.has(language.split('-')[0]?.toLowerCase() ?? '') ?? false
  );
}
