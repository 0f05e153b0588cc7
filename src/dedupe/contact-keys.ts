/** Contacts as keys that name one seller anywhere, and those that name nobody: placeholders, freemail domains, the site itself. */
import type { Contact } from '../model/listing.ts';
import type { ContactProblem } from '../model/unused.ts';
import { normalise } from '../text/normalise.ts';

/** `key` is "kind:value"; whoever gives the same key is one seller, unless many do. */
export type ContactKey = { readonly key: string; readonly kind: Contact['kind'] | 'domain' };

export type ContactKeys = {
  readonly keys: readonly ContactKey[];
  readonly useless: Readonly<Partial<Record<ContactProblem, number>>>;
};

/** Mail for everybody: an address there names its owner, the domain names nobody. */
const FREEMAIL = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com
  gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org proton.me protonmail.com pm.me
  tutanota.com tuta.io tutamail.com zoho.com mail.com email.com inbox.com fastmail.com hushmail.com hey.com yandex.com
  yandex.ru ya.ru mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net i.ua seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl
  op.pl libero.it virgilio.it tiscali.it orange.fr free.fr laposte.net wanadoo.fr sfr.fr bol.com.br uol.com.br terra.com.br
  163.com 126.com yeah.net qq.com foxmail.com sina.com sina.cn sohu.com aliyun.com 139.com 189.cn naver.com daum.net
  hanmail.net rediffmail.com cock.li dnmx.org onionmail.org riseup.net`.split(/\s+/),
);
/** Where anybody has a page: the domain of such an address names nobody. */
const HOSTS_OF_ALL = new Set(
  `facebook.com instagram.com twitter.com x.com tiktok.com youtube.com youtu.be linkedin.com vk.com ok.ru pinterest.com
  t.me telegram.me telegram.org wa.me whatsapp.com signal.me line.me weibo.com wechat.com discord.gg discord.com
  google.com goo.gl bit.ly tinyurl.com linktr.ee wordpress.com blogspot.com wixsite.com weebly.com github.io github.com
  alibaba.com made-in-china.com amazon.com ebay.com etsy.com aliexpress.com indiamart.com taobao.com 1688.com
  apple.com microsoft.com paypal.com schema.org w3.org`.split(/\s+/),
);
const RESERVED_DOMAIN =
  /(?:^|\.)(?:example\.(?:com|net|org)|localhost|domain\.(?:com|tld)|yourdomain\.com|yoursite\.com|email\.tld)$/;
/** RFC 2606: nobody can own a name there. */
const RESERVED_TOP_LEVEL = /\.(?:example|test|invalid|localhost)$/;
const NO_NAMES = new Set(
  `username user yourname your_name yourusername name example test testuser admin sample handle nickname xxx xxxx
  seller contact support info noreply no-reply donotreply channel group share joinchat`.split(/\s+/),
);
const NO_MAILBOXES = new Set(
  'noreply no-reply donotreply do-not-reply name yourname you user username email mail test'.split(' '),
);

/** "+10000000000", "+12345678901", "+49111111111": typed to fill a field. */
function isFilledIn(phone: string): boolean {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 7) return true;
  const end = digits.slice(-7);
  return (
    new Set(end).size <= 2 || '0123456789'.repeat(2).includes(end) || '9876543210'.repeat(2).includes(end)
  );
}

function isPlaceholder({ kind, value }: Contact): boolean {
  const plain = value.toLowerCase().replace(/^@/, '');
  switch (kind) {
    case 'phone':
    case 'viber':
    case 'zalo':
    case 'whatsapp':
      return /^\+?\d+$/.test(plain) ? isFilledIn(plain) : NO_NAMES.has(plain);
    case 'email': {
      const [box = '', domain = ''] = plain.split('@');
      return NO_MAILBOXES.has(box) || RESERVED_DOMAIN.test(domain);
    }
    case 'wallet':
      return false;
    default:
      return plain.length < 3 || NO_NAMES.has(plain) || new Set(plain).size <= 2;
  }
}

/** What stands before the name of a country in names that anybody can have: "co.uk", "com.br". */
const UNDER_COUNTRY = new Set(
  'ac co com edu firm gen go gob gouv gov ind ltd me mil ne net nom or org plc pp sch'.split(' '),
);

/** The part of a host that someone owns; without the table of public suffixes, so that the usual parts of countries must do. */
function ownedPart(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const long = labels.at(-1)?.length === 2 && UNDER_COUNTRY.has(labels.at(-2) ?? '');
  return labels.slice(long ? -3 : -2).join('.');
}

/** The domain that a contact belongs to, if it names a firm. */
function domainOf({ kind, value }: Contact): string | null {
  const host =
    kind === 'email' ? value.split('@')[1] : kind === 'url' ? URL.parse(value)?.hostname : undefined;
  if (host === undefined || !/^[\p{L}\p{N}.-]+\.\p{L}{2,}$/u.test(host)) return null;
  const owned = ownedPart(host);
  if (RESERVED_TOP_LEVEL.test(owned)) return null;
  return FREEMAIL.has(owned) || HOSTS_OF_ALL.has(owned) || RESERVED_DOMAIN.test(owned) ? null : owned;
}

/** WhatsApp, Viber and the like go by phone number: the same number there is the same contact. */
export function keyOf({ kind, value }: Contact): string {
  const plain = kind === 'wallet' ? value : normalise(value).text.replace(/^@/, '').trim();
  return /^\+\d{7,15}$/.test(plain) ? `phone:${plain}` : `${kind}:${plain}`;
}

/**
 * The keys of a listing's contacts, most telling first.
 * @param siteHosts hosts of the site it stands on: their own contacts name no seller
 */
export function contactKeys(contacts: readonly Contact[], siteHosts: ReadonlySet<string>): ContactKeys {
  const own = new Set([...siteHosts].map(ownedPart));
  const useless: Partial<Record<ContactProblem, number>> = {};
  const keys = new Map<string, ContactKey>();
  const domains = new Map<string, ContactKey>();
  const drop = (reason: ContactProblem) => {
    useless[reason] = (useless[reason] ?? 0) + 1;
  };
  for (const contact of contacts) {
    const domain = domainOf(contact);
    if (domain !== null && own.has(domain)) drop('site-contact');
    else if (isPlaceholder(contact)) drop('placeholder-contact');
    else {
      const key = keyOf(contact);
      if (contact.kind !== 'url') keys.set(key, { key, kind: contact.kind });
      if (domain !== null) domains.set(`domain:${domain}`, { key: `domain:${domain}`, kind: 'domain' });
    }
  }
  return { keys: [...keys.values(), ...domains.values()], useless };
}
