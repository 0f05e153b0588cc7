/** Who sells: invented people and firms, with contacts from ranges reserved for fiction and examples. */
import type { Language } from './content.ts';
import { WORDS } from './content.ts';
import type { MarketSeller } from './listing.ts';
import { at, createRandom } from './random.ts';
import type { Shop } from './shops.ts';

/** This many people of a language sell on every shop that has it, under the same contacts. */
const SHARED_PEOPLE = 3;
/** Largest number of private sellers in one section: the reserved telephone numbers are finite. */
const LARGEST_POOL = 100;
const LISTINGS_PER_SELLER = 5;

const AREA_CODES = ['202', '212', '305', '312', '404', '415', '512', '617', '702', '808'] as const;
const LANGUAGE_ORDER = Object.keys(WORDS);

type Contact = MarketSeller['contacts'][number];

/**
 * One of 3,000 numbers nobody has: Ofcom's ranges for drama (020 7946 0xxx, 07700 900xxx) and the North
 * American 555-01xx. Neighbouring people get numbers of different ranges.
 */
function fictionalPhone(person: number): string {
  const place = (person * 1307) % 3000;
  const last = String(place % 1000).padStart(3, '0');
  if (place < 1000) return `+442079460${last}`;
  if (place < 2000) return `+447700900${last}`;
  return `+1${at(AREA_CODES, Math.floor((place - 2000) / 100))}55501${last.slice(1)}`;
}

/** As people write it: "+44 20 7946 0123". */
export function readablePhone(phone: string): string {
  return phone
    .replace(/^\+44(20)(7946)(\d{4})$/, '+44 $1 $2 $3')
    .replace(/^\+44(7700)(\d{6})$/, '+44 $1 $2')
    .replace(/^\+1(\d{3})(555)(01\d{2})$/, '+1 $1-$2-$3');
}

function contactsOf(person: string, personNumber: number, domain: string): Contact[] {
  const random = createRandom('contacts', person);
  const handle = `practice_${person.replaceAll('-', '_')}`;
  const phone = fictionalPhone(personNumber);
  const messenger: Contact = random.pick([
    { kind: 'telegram', value: `@${handle}` },
    { kind: 'whatsapp', value: phone },
    { kind: 'wickr', value: handle.replaceAll('_', '') },
    { kind: 'wechat', value: handle },
  ]);
  return [{ kind: 'email', value: `${handle}@${domain}` }, { kind: 'phone', value: phone }, messenger];
}

const CONTACT_NAMES: Readonly<Record<string, string>> = {
  telegram: 'Telegram ',
  whatsapp: 'WhatsApp ',
  wickr: 'Wickr: ',
  wechat: 'WeChat: ',
};

/** "WhatsApp +44 7700 900123": how a contact stands in a text. */
export function readableContact(contact: Contact): string {
  return `${CONTACT_NAMES[contact.kind] ?? ''}${readablePhone(contact.value)}`;
}

/** The shop itself, as the only seller. */
export function shopSeller(shop: Shop, position: number, language: Language): MarketSeller {
  const phone = fictionalPhone(2900 + position);
  return {
    id: shop.id,
    shop: shop.id,
    name: shop.name,
    path: null,
    person: shop.id,
    language,
    contacts: [
      { kind: 'email', value: `sales@${shop.domain}` },
      { kind: 'phone', value: phone },
      { kind: 'telegram', value: `@practice_${shop.id.replaceAll('-', '_')}` },
    ],
  };
}

/** The private sellers of one section; `listings` is how many listings they share. */
export function privateSellers(
  shop: Shop,
  position: number,
  language: Language,
  listings: number,
): MarketSeller[] {
  const words = WORDS[language];
  const size = Math.min(LARGEST_POOL, Math.max(6, Math.ceil(listings / LISTINGS_PER_SELLER)));
  const sectionAt = shop.sections.findIndex((section) => section.language === language);
  return Array.from({ length: size }, (_, index) => {
    const shared = index < SHARED_PEOPLE;
    const person = shared ? `${language}-${index}` : `${shop.id}-${language}-${index}`;
    const random = createRandom('person', person);
    const given = random.pick(words.givenNames);
    const family = random.pick(words.familyNames);
    const number = shared
      ? LANGUAGE_ORDER.indexOf(language) * SHARED_PEOPLE + index
      : LANGUAGE_ORDER.length * SHARED_PEOPLE + position * 400 + sectionAt * LARGEST_POOL + index;
    const onBoard = shop.make === 'board';
    return {
      id: `${shop.id}/${language}-${index}`,
      shop: shop.id,
      name: onBoard ? `${given}_${family.slice(0, 3)}${index + 10}` : `${given} ${family}`,
      path: onBoard ? `/${language}/member/${index + 100}` : `/${language}/user/${index + 1000}`,
      person,
      language,
      contacts: contactsOf(person, number, at(['mail.example', 'post.test', 'inbox.invalid'], number)),
    };
  });
}
