/** Finds ways to reach a seller in the texts of an offer: phones, e-mail also when it is spelled out, messengers, wallets. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Contact } from '../model/listing.ts';

const MAX_TEXT = 60_000;
const MAX_CONTACTS = 50;

const AT = String.raw`\s{0,2}(?:@|＠|[\[({<]\s?(?:at|@)\s?[\])}>]|\s(?:at|AT)\s)\s{0,2}`;
const DOT = String.raw`(?:\.|\s{0,2}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,2}|\s(?:dot|DOT)\s)`;
const EMAIL = new RegExp(
  String.raw`(?<![\w.+-])([a-z0-9][\w.+-]{0,63})(${AT})([a-z0-9-]{1,63}(?:${DOT}[a-z0-9-]{1,63}){0,4}${DOT}[a-z]{2,24})(?![\w-])`,
  'gi',
);

/** A label, then the handle it announces. Group 1 is the handle. */
const HANDLES: readonly (readonly [Contact['kind'], RegExp])[] = [
  [
    'telegram',
    /(?:telegram|телеграм\w*|电报|(?<![a-z])tg)\s{0,2}(?:id|channel|account|user(?:name)?)?\s{0,2}[:：=-]?\s{0,2}(@?[a-z][a-z0-9_]{4,31})(?![\w.])/gi,
  ],
  ['telegram', /(?:t\.me|telegram\.me)\/(\+?[a-z0-9_]{4,40})/gi],
  ['whatsapp', /(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)(\+?\d{7,15})/gi],
  [
    'wechat',
    /(?:we[\s-]?chat|weixin|微信|薇信|(?<![a-z])vx|(?<![a-z])wx)\s{0,2}(?:id|号|號)?\s{0,2}[:：=]\s{0,2}([a-z0-9][\w-]{4,30})(?!\w)/gi,
  ],
  ['qq', /(?<![a-z])qq\s{0,2}(?:号|號|no\.?|id)?\s{0,2}[:：=]?\s{0,2}([1-9]\d{4,11})(?!\d)/gi],
  ['skype', /skype\s{0,2}(?:id|name)?\s{0,2}[:：=]\s{0,2}((?:live:)?[\w.,-]{3,40}\w)/gi],
  ['skype', /(?<!\w)skype:((?:live:)?[\w.-]{3,40}\w)\?/gi],
  ['line', /(?<![\w])line\s{0,2}(?:id)\s{0,2}[:：=]?\s{0,2}(@?[a-z0-9][\w.-]{3,30})(?!\w)/gi],
  ['wickr', /wickr(?:\s?me)?\s{0,2}(?:id)?\s{0,2}[:：=]?\s{0,2}([a-z0-9][\w.-]{2,31})(?!\w)/gi],
  ['threema', /threema\s{0,2}(?:id)?\s{0,2}[:：=]?\s{0,2}([A-Z0-9*][A-Z0-9]{7})(?!\w)/gi],
  ['signal', /signal\s{0,2}(?:id|username)?\s{0,2}[:：=]\s{0,2}(@?[a-z_][\w]{2,31}\.\d{2,5})(?!\w)/gi],
  ['session', /(?<![0-9a-f])(05[0-9a-f]{64})(?![0-9a-f])/gi],
  ['wallet', /(?<![\w])(bc1[02-9ac-hj-np-z]{25,62})(?!\w)/g],
  ['wallet', /(?<![\w])([13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)/g],
  ['wallet', /(?<![\w])(0x[0-9a-fA-F]{40})(?!\w)/g],
  ['wallet', /(?<![\w])(T[1-9A-HJ-NP-Za-km-z]{33})(?!\w)/g],
  ['wallet', /(?<![\w])([48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?!\w)/g],
];

/** Words that follow a messenger's name without being a handle. */
const NOT_A_HANDLE = new Set(
  'group channel account number username contact whatsapp telegram wechat signal email phone order please support available'.split(
    ' ',
  ),
);

const PHONE =
  /(?<![\w.,/-])[(（]?(?:\+|＋|00)?[\d０-９][\d０-９ .()\-–/\u00a0]{5,24}[\d０-９](?![\w-]|[.,]\d)/g;
const PHONE_LABEL =
  /(?:tel(?:ephone|efon|éfono|efono)?|phone|mobile?|cell|call(?: us| me)?|hotline|fax|whats\s?app|whatsapp|viber|signal|telegram|sms|handy|móvil|portable|тел(?:ефон)?|моб|звоните|电话|手机|微信|联系|電話|携帯|전화|tel:)\s*(?:no|nr|number|номер|号码|us|me)?\.?\s*[:：=|-]?\s*$/iu;
const MESSENGER_LABEL: readonly (readonly [Contact['kind'], RegExp])[] = [
  ['whatsapp', /whats\s?app[^\d+]{0,25}$/i],
  ['signal', /(?<!\w)signal[^\d+]{0,12}$/i],
  ['telegram', /telegram[^\d+]{0,12}$/i],
  ['wechat', /(?:we\s?chat|微信)[^\d+]{0,12}$/i],
];

/** A CAS number, a date or a version is not a phone number, however it is spaced. */
const NOT_A_PHONE =
  /^\d{2,7}-\d{2}-\d$|^\d{4}[-/.]\d{2}[-/.]\d{2}|^\d{1,2}[./]\d{1,2}[./]\d{4}|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{1,3}(?:[ .]\d{3})+$/;

function emails(text: string): Contact[] {
  return (
    [...text.matchAll(EMAIL)]
      .map(([raw, user = '', at = '', host = '']) => {
        const plainHost = host
          .replace(/\s{0,2}[[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,2}|\s+dot\s+/gi, '.')
          .toLowerCase();
        return {
          kind: 'email' as const,
          value: `${user}@${plainHost}`.toLowerCase(),
          raw,
          spelled: /\sat\s/i.test(at) && !at.includes('['),
        };
      })
      // "look at example.com" is prose: spelled out without brackets, the dot must be spelled out too.
      .filter(({ raw, spelled }) => !spelled || /\sdot\s|[[({<]/i.test(raw))
      .filter(({ value }) => !/\.(?:png|jpe?g|gif|svg|webp|css|js)$/.test(value))
      .map(({ kind, value, raw }) => ({ kind, value, raw }))
  );
}

function handles(text: string): Contact[] {
  return HANDLES.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].flatMap((match): Contact[] => {
      const raw = match[1] ?? '';
      const value = raw.replace(/^@/, '');
      if (raw === '' || NOT_A_HANDLE.has(value.toLowerCase())) return [];
      const number = kind === 'whatsapp' ? `+${value.replace(/^\+/, '')}` : value;
      const exact = kind === 'wallet' || kind === 'session';
      return [{ kind, value: exact ? number : number.toLowerCase(), raw }];
    }),
  );
}

/** `certain` is for text that is a phone number by its place ("tel:" link, a field named telephone). */
function phones(text: string, country: CountryCode | undefined, certain: boolean): Contact[] {
  return [...text.matchAll(PHONE)].flatMap((match): Contact[] => {
    const raw = match[0].replace(/^[(（](?![^)）]*[)）])/, '').trim();
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const messenger = MESSENGER_LABEL.find(([, label]) => label.test(before))?.[0];
    const labelled = certain || messenger !== undefined || PHONE_LABEL.test(before);
    const digits = raw.normalize('NFKC');
    const international = /^\(?(?:\+|00)/.test(digits);
    if (NOT_A_PHONE.test(digits) || (!international && !labelled)) return [];
    const candidates = [
      digits.replace(/^\(?00/, '+'),
      ...(messenger === undefined ? [] : [`+${digits.replace(/\D/g, '')}`]),
    ];
    const number = candidates
      .map((text) => parsePhoneNumberFromString(text, country))
      .find((parsed) => parsed?.isPossible());
    if (number === undefined || (!number.isValid() && !certain && !international)) return [];
    return [{ kind: messenger ?? 'phone', value: number.number, raw }];
  });
}

function countryCode(country: string | null): CountryCode | undefined {
  return country !== null && isSupportedCountry(country) ? country : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray "%": the address is taken as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** `texts` are read as prose; `marked` are texts that a page gives as contacts, links ("tel:…") included. `country` is ISO 3166. */
export function findContacts(
  texts: readonly string[],
  marked: readonly string[],
  country: string | null,
): Contact[] {
  const code = countryCode(country);
  const found: Contact[] = [];
  // Prose first: what a reviewer sees in the text is better evidence than the link behind it.
  for (const text of texts.map((item) => item.slice(0, MAX_TEXT))) {
    found.push(...emails(text), ...handles(text), ...phones(text, code, false));
  }
  for (const text of marked.map((item) => decoded(item.trim()).slice(0, 500))) {
    const plain = text
      .replace(/^(?:tel|mailto|sms|callto):/i, '')
      .replace(/\?.*$/s, /^mailto:/i.test(text) ? '' : '$&');
    // An address is searched for handles only: its path is full of numbers.
    const address = /^https?:/i.test(plain);
    found.push(...handles(plain), ...(address ? [] : [...emails(plain), ...phones(plain, code, true)]));
  }
  const unique = new Map<string, Contact>();
  for (const contact of found) {
    const key = `${contact.kind} ${contact.value}`;
    if (!unique.has(key)) unique.set(key, contact);
  }
  return [...unique.values()].slice(0, MAX_CONTACTS);
}
