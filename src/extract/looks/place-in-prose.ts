/** Finds where a thing is in what its seller wrote of it: behind a pin, or behind words by which people say where they hand things over. */
import { once } from '../html/once.ts';

/** UTF-16 units. */
const MAX_PROSE = 8000;
/** Of one text: a sign that stands at every line is a bullet. */
const MAX_SIGNS = 20;

const WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]{0,24}";
/** Within a name: "Frankfurt am Main", "San Pedro de la Paz". */
const WITHIN =
  '(?:de la|de los|de las|de|del|della|di|da|do|dos|das|du|des|la|le|les|el|am|an der|im|in der|ob der|bei|pod|nad|on|upon|of|the|sur|sous|en|aan den|aan|den|der|van)';
const NAME = `(?:(?:St|Ste|Sta|Bad)\\.? )?${WORD}(?: (?:${WITHIN} )?${WORD}){0,3}`;
const KIND_BEFORE = '(?:(?:м|г|гор|с|смт|пос|ст)\\. ?|woj\\. ?|gm\\. ?|okr\\. ?)?';
const KIND_BEHIND = '(?: (?:р-н|район|обл\\.?|область|край|megye|kommune|county|kreis))?';
const PART = `${KIND_BEFORE}${NAME}${KIND_BEHIND}`;
const PLACE = `(${PART}(?:, ?(?:${PART}|woj\\. ?\\p{Ll}{3,20})){0,2})`;
const PLACE_HERE = new RegExp(`${PLACE}(?![\\p{L}\\p{M}\\d])`, 'uy');
/** The same with the end of what is said behind it. */
const PLACE_ALONE = new RegExp(
  `${PLACE}(?=\\s{0,3}(?:$|[\\n.,;:!?()/|@+—–\\d]|-\\s|\\p{Extended_Pictographic}))`,
  'uy',
);

const PIN = /(?:📍|🗺️?)\s{0,3}/gu;

/** With a colon behind, and at the beginning of what is said. */
const HANDED_OVER = new RegExp(
  `(?<=^|[\\n.,;!?•–—*-]\\s{0,3})(?:${[
    'самовывоз|забрать(?: можно)?|нахожусь|самовивіз|забрати(?: можна)?|самовземане|лично преузимање',
    '(?:local )?pick-?up|(?:local )?pick up|collection|viewing|selbstabholung|abholung|retrait|remise en main propre',
    'recogida|entrega en mano|ritiro(?: a mano)?|consegna a mano|retirada|entrega em mãos|ophalen|afhalen',
    'odbiór(?: osobisty)?|osobní (?:odběr|předání)|osobný odber|hämtas|avhämtning|afhentes|afhentning|hentes|henting',
    'nouto|(?:személyes )?átvétel|ridicare(?: personală)?|predare personală|elden teslim|(?:osobno|lično) preuzimanje|παραλαβή',
  ].join('|')})\\s{0,3}:\\s{0,3}`,
  'giu',
);

/** Of languages that leave a name as it is behind their words. */
const PREPOSED = new RegExp(
  `(?<!\\p{L})(?:${[
    '(?:located|based|(?:local )?pick-?up(?: only)?|(?:local )?pick up(?: only)?|(?:for|local) collection|collection only) in',
    '(?:à récupérer|à venir chercher|remise en main propre|retrait) (?:à|sur)',
    '(?:se recoge|recoger|recogida|entrega en mano|ubicad[oa]|estoy) en|(?:ritiro(?: a mano)?|consegna a mano|mi trovo) (?:a|in)',
    '(?:retirar|retirada|retira-se|entrega em mãos) em|(?:ophalen|af te halen|op te halen|afhalen) in|hämtas i|(?:afhentes|hentes) i',
  ].join('|')}) `,
  'giu',
);

/** Of languages that begin no word but a name with a capital, where the name stands right behind and nothing follows: "nouto Turku". */
const BARE = new RegExp(
  `(?<!\\p{L})(?:${[
    'local pick-?up|nouto|noudetaan|hämtas|avhämtning|afhentes|afhentning|hentes|henting|ophalen|afhalen|af te halen',
    'odbiór(?: osobisty)?|osobní (?:odběr|předání)|osobný odber|самовывоз|самовивіз|лично преузимање|lično preuzimanje|osobno preuzimanje',
    'retrait|remise en main propre|recogida|entrega en mano|ritiro(?: a mano)?|consegna a mano|retirada|entrega em mãos',
  ].join('|')}) (?=\\p{Lu})`,
  'giu',
);
/** "nouto Turusta": the ending says where from, and is no part of the name. */
const FROM_THERE = /(?:st[aä]|lt[aä])$/u;

/** What begins with a capital there and is no place. */
const NO_PLACE = new RegExp(
  `^(?:${[
    'free|available|yes|no|only|possible|any(?:time|where)?|ask|contact|pm|dm|tba|tbc|cash|store|shop|home|person|work|office|today|tomorrow',
    'weekends?|evenings?|mornings?|please|your|my|our|the|original|excellent|very|good|great|new|used|mint|box|bulk|stock|perfect',
    'delivery|shipping|post|price|pick|local|size|colou?r|in|at|from|by|for|via|see|kostenlos|möglich|nur|nach|gratis|libre|gratuit',
    'possible|seulement|solo|sólo|mano|somente|só|alleen|mogelijk|zdarma|tylko|możliwy|możliwa|endast|kun|vain|csak|doar',
    'colissimo|mondial|chronopost|inpost|paczkomat\\p{L}*|orlen|zásilkovn\\p{L}*|postnord|posti|matkahuolto|dhl|dpd|gls|ups|postnl|vinted|heti|välittömästi|сдэк|авито|боксберри',
    'бесплатно|возмож\\p{L}*|только|самовывоз|доставк\\p{L}*|почт\\p{L}*|цена|сегодня|завтра|люб\\p{L}*|любой|по|при|писать|звон\\p{L}*|нов\\p{L}{1,3}|размер|состояние',
    'безкоштовно|можлив\\p{L}*|тільки|самовивіз|пошт\\p{L}*|ціна|сьогодні|пишіть|писати|розмір|стан',
  ].join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
);

const LANGUAGES = 'en de fr es it pt nl pl cs sk ru uk bg ro hu sv da nb fi el tr hr'.split(' ');

/** Days of the week are written like names of places in English and German, and by anybody behind a colon. */
const daysOfWeek = once(() => {
  const days = new Set<string>();
  for (const language of LANGUAGES) {
    for (const weekday of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' });
      for (let day = 1; day <= 7; day++)
        days.add(
          format
            .format(Date.UTC(2024, 0, day))
            .toLowerCase()
            .replace('.', ''),
        );
    }
  }
  return days;
});

const isPlace = (text: string): boolean =>
  !NO_PLACE.test(text) && !daysOfWeek().has(/^\p{L}+/u.exec(text)?.[0].toLowerCase() ?? '');

/** The first place right behind one of these signs. */
function placeBehind(text: string, signs: RegExp, place: RegExp): string | null {
  for (const { 0: sign, index } of text.matchAll(signs).take(MAX_SIGNS)) {
    place.lastIndex = index + sign.length;
    const found = place.exec(text)?.[1];
    if (found !== undefined && isPlace(found)) return found;
  }
  return null;
}

/** Null where nothing says it in so many words; only scripts with capital letters tell a name from other words. */
export function placeInProse(prose: string): string | null {
  const text = prose.slice(0, MAX_PROSE);
  const pinned = [...text.matchAll(PIN).take(2)].length === 1 ? placeBehind(text, PIN, PLACE_ALONE) : null;
  const told =
    pinned ?? placeBehind(text, HANDED_OVER, PLACE_ALONE) ?? placeBehind(text, PREPOSED, PLACE_HERE);
  if (told !== null) return told;
  const bare = placeBehind(text, BARE, PLACE_ALONE);
  return bare === null || FROM_THERE.test(bare) ? null : bare;
}
