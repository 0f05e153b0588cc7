/** Finds ways to reach a seller in the texts of an offer: phones, e-mail also when it is spelled out, messengers, wallets. */
import type { Contact } from '../../model/listing.ts';
import { findEmails, MAIL_WORDS } from './find-emails.ts';
import { findHandles, HANDLE_WORDS } from './find-handles.ts';
import { countryCode, findPhones, type PhonePlace, type PhoneTries } from './find-phones.ts';
import { type Hints, hintsIn, hintTable } from './text-hints.ts';
import { findWallets } from './wallet-address.ts';

const MAX_TEXT = 60_000;
const MAX_MARKED = 200;
const MAX_CONTACTS = 50;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray "%": the address is taken as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** The short addresses of wallets; the others are long words. */
const WALLET_WORDS = ['bc1', 'ltc1'];
const HINTS = hintTable({
  starts: [...HANDLE_WORDS.starts, ...MAIL_WORDS, ...WALLET_WORDS],
  links: HANDLE_WORDS.links,
});

function wallets(text: string, { longWord, words }: Hints): Contact[] {
  if (!longWord && !WALLET_WORDS.some((word) => words.has(word))) return [];
  return findWallets(text).map(({ value, raw }): Contact => ({ kind: 'wallet', value, raw }));
}

function inProse(text: string, place: PhonePlace): Contact[] {
  const hints = hintsIn(text, HINTS);
  const phones = hints.digits ? findPhones(text, place, { certain: false, most: MAX_CONTACTS }) : [];
  return [...findEmails(text, hints), ...findHandles(text, hints), ...wallets(text, hints), ...phones];
}

/** The names and values of a table: many, and mostly none with a contact in it. */
const SHORT = 200;

/** Texts that may hold a contact: of the short ones one look at all of them tells. */
function worthReading(texts: readonly string[]): readonly string[] {
  const short = texts.filter(({ length }) => length <= SHORT);
  // The sign ends words and rows of digits.
  const all = short.join('\u0000');
  const { words, digits, longWord } = hintsIn(all, HINTS);
  const holds = words.size > 0 || digits || longWord || all.includes('@') || all.includes('＠');
  return holds ? texts : texts.filter(({ length }) => length > SHORT);
}

/** What a text says that a page gives as a contact: a link ("tel:…") or a field for one. */
function inMarked(text: string, place: PhonePlace): Contact[] {
  const plain = text
    .replace(/^(?:tel|mailto|sms|callto):/i, '')
    .replace(/\?.*$/s, /^mailto:/i.test(text) ? '' : '$&');
  // An address is searched for handles only: its path is full of numbers.
  const hints = hintsIn(plain, HINTS);
  if (/^[a-z][a-z+.-]{1,12}:\/\//i.test(plain)) return findHandles(plain, hints);
  const phones = findPhones(plain, place, { certain: true, most: MAX_CONTACTS });
  return [...findHandles(plain, hints), ...findEmails(plain, hints), ...phones];
}

/** "WhatsAppsales@shop.example": a button and the address behind it are one word in the text, and the link tells which part is the address. */
function isGlued(address: string, linked: ReadonlySet<string>): boolean {
  return !linked.has(address) && linked.values().some((own) => address.endsWith(own));
}

/** `country` is ISO 3166; `phoneTries` are those of the page. */
export type ContactPlace = { readonly country: string | null; readonly phoneTries: PhoneTries };

/** `texts` are read as prose; `marked` are texts that a page gives as contacts, links ("tel:…") included. */
export function findContacts(
  texts: readonly string[],
  marked: readonly string[],
  { country, phoneTries }: ContactPlace,
): Contact[] {
  const place = { country: countryCode(country), tries: phoneTries };
  // Prose first: what a reviewer sees in the text is better evidence than the link behind it.
  const shown = worthReading(texts).flatMap((text) => inProse(text.slice(0, MAX_TEXT), place));
  const told = marked
    .slice(0, MAX_MARKED)
    .flatMap((item) => inMarked(decoded(item.slice(0, 2000).trim()).slice(0, 500), place));
  const found = [...shown, ...told];
  const linked = new Set(told.flatMap(({ kind, value }) => (kind === 'email' ? [value] : [])));
  // The same name at a server is a chat address when the page says so, and an e-mail otherwise.
  const chats = new Set(found.flatMap(({ kind, value }) => (kind === 'xmpp' ? [value] : [])));
  const unique = new Map<string, Contact>();
  for (const contact of found) {
    const key = `${contact.kind} ${contact.value}`;
    const isOther = contact.kind === 'email' && (chats.has(contact.value) || isGlued(contact.value, linked));
    if (!unique.has(key) && !isOther) unique.set(key, contact);
  }
  return [...unique.values()].slice(0, MAX_CONTACTS);
}
