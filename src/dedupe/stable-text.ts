/** A text without what changes by itself: dates, times, counters of views and sales. */
import { hasRightCheckDigit } from '../text/cas-number.ts';
import { normalisedText } from '../text/normalise.ts';

const NUMERIC_DATE =
  /(?<![\d-])(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2})(?![\d-])/g;
const CJK_DATE = /(?:(?:19|20)\d{2} ?[年년] ?)?\d{1,2} ?[月월] ?\d{1,2} ?[日일]/g;
const NAMED_DATE =
  /(?<!\d)(?:\d{1,2}\.? (?:de )?\p{L}{3,12}\.?,? (?:de )?(?:19|20)\d{2}|\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2})(?!\d)/gu;
const TIME = /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?(?![\d:])/g;

const COUNTED = [
  'views?|visits?|hits|clicks?|sold|likes?|favou?rites?|watchers?|watching|people|bids?|downloads?',
  'aufrufe|besuche|verkauft|mal|visitas?|vistas?|vendid[oa]s?|vues?|vendus?|visualizacoes|visualizzazioni|venduti',
  'weergaven|verkocht|wyswietlen|odslon|sprzedano|просмотр\\p{L}{0,3}|продано|goruntulenme|satildi|مشاهدة|بيع',
  '次|人|回|閲覧|浏览|瀏覽|已售|조회',
].join('|');
const AGES = [
  'seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|sekunden?|minuten?|stunden?|tage?n?|wochen?',
  'segundos?|minutos?|horas?|dias?|semanas?|secondes?|heures?|jours?|semaines?|uur|uren|dagen|weken',
  'minut\\p{L}{0,2}|godzin\\p{L}?|dni|tygodni\\p{L}?|минут\\p{L}?|час\\p{L}{0,2}|дн\\p{L}{1,2}|недел\\p{L}|dakika|saat|gun|hafta|دقيقة|ساعة|يوم|ايام',
].join('|');
const CJK_AGES = '分钟前|小时前|天前|分鐘前|小時前|分前|時間前|日前|분 전|시간 전|일 전';
const AGO = 'ago|zuvor|fa|atras|geleden|temu|назад|once';
const BEFORE_AGE = 'vor|hace|ha|il y a|منذ|قبل';

const COUNTER_AFTER = new RegExp(`(?<![\\d.,-])\\d+(?:[.,]\\d+)*\\+?k? ?(?:${COUNTED})(?!\\p{L})`, 'gu');
const COUNTER_BEFORE = new RegExp(`(?<!\\p{L})(?:${COUNTED}) ?[:：(] ?\\d+(?:[.,]\\d+)*`, 'gu');
const AGE = new RegExp(
  `(?<!\\p{L})(?:${BEFORE_AGE}) \\d+ (?:${AGES})|(?<!\\d)\\d+ (?:${AGES}) (?:${AGO})(?!\\p{L})|(?<!\\d)\\d+ ?(?:${CJK_AGES})`,
  'gu',
);

const REMOVED = '#';

/** Normalised texts hold none, and nothing that is left out reaches over one. */
const BETWEEN = '\n';

/** Normalised. Two texts that differ only in what a page counts or dates by itself become equal; CAS numbers are no dates. */
export function stableText(text: string): string {
  return stableTexts([text])[0] ?? '';
}

/** The same for many short ones, such as the attributes of a listing, in one go. */
export function stableTexts(texts: readonly string[]): string[] {
  const plain = texts.map(normalisedText).join(BETWEEN);
  return leftOver(plain)
    .split(BETWEEN)
    .map((text) => text.trim());
}

function leftOver(plain: string): string {
  // All that is left out has figures in it.
  if (!/\d/.test(plain)) return plain;
  return plain
    .replace(NUMERIC_DATE, (date) => (hasRightCheckDigit(date) ? date : REMOVED))
    .replace(CJK_DATE, REMOVED)
    .replace(NAMED_DATE, REMOVED)
    .replace(TIME, REMOVED)
    .replace(AGE, REMOVED)
    .replace(COUNTER_AFTER, REMOVED)
    .replace(COUNTER_BEFORE, REMOVED);
}

const COUNTER_NAMES =
  /^(?:views?|page ?views|visits?|hits|clicks|sold|likes|favou?rites|watchers|posted|posted on|published|updated|last ?updated?|date|added|listed|refreshed|expires|aufrufe|besuche|merker|eingestellt|aktualisiert|datum|visitas|publicado|actualizado|fecha|vues|publie|mis a jour|weergaven|geplaatst|wyswietlenia|dodano|data|просмотры|размещено|обновлено|дата|goruntulenme|ilan tarihi|浏览量?|浏览次数|发布时间|更新时间|閲覧数|掲載日|更新日)\W*$/u;

/** Answers of `isCounterName`: a shop has the same names on every page. */
const ASKED = new Map<string, boolean>();
const MOST_ASKED = 2000;
const LONGEST_NAME = 80;

/** An attribute that only counts or dates ("Views: 123"). */
export function isCounterName(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  let counts = ASKED.get(name);
  if (counts === undefined) {
    if (ASKED.size >= MOST_ASKED) ASKED.clear();
    counts = COUNTER_NAMES.test(normalisedText(name).trim());
    ASKED.set(name, counts);
  }
  return counts;
}
