/** Names that sellers have in messengers, by the label in front of them or by the messenger's own links. */
import type { Contact } from '../model/listing.ts';

type Kind = Contact['kind'];

/** The messenger's names in several languages and the shape of a name in it; `colon`: the label is a common word, so a sign, or even "ID", must follow. */
type Label = {
  readonly kind: Kind;
  readonly names: string;
  readonly handle: string;
  readonly colon?: 'sign' | 'id';
};

const LABELS: readonly Label[] = [
  {
    kind: 'telegram',
    names: 'telegramm?|tele gram|телеграмм?а?|телега|тг|電報|电报|纸飞机|텔레그램|تلگرام|تيليجرام|تلجرام|tg',
    handle: '@?[a-z][a-z0-9_]{4,31}',
  },
  {
    kind: 'wechat',
    names: 'we ?chat|weixin|wei xin|微信|薇信|威信|加微|微信號|위챗|вичат|вичат|v信|vx|wx',
    handle: '[a-z][\\w-]{4,30}|\\d{5,10}',
  },
  { kind: 'qq', names: 'q ?q|扣扣|企鹅', handle: '[1-9]\\d{4,11}' },
  {
    kind: 'skype',
    names: 'skype|скайп',
    handle: '(?:live:)?(?:\\.cid\\.)?[a-z][\\w.,-]{3,40}\\w',
    colon: 'sign',
  },
  { kind: 'line', names: 'line', handle: '@?[a-z0-9][\\w.-]{3,30}', colon: 'id' },
  { kind: 'wickr', names: 'wickr ?(?:me|pro)?|wickrme|викр', handle: '[a-z0-9][\\w.-]{2,31}' },
  { kind: 'threema', names: 'threema|трима', handle: '[A-Z0-9*][A-Z0-9]{7}' },
  { kind: 'signal', names: 'signal|сигнал', handle: '@?[a-z_]\\w{2,31}\\.\\d{2,5}' },
  { kind: 'viber', names: 'viber|вайбер', handle: '@?[a-z][\\w.]{3,30}', colon: 'sign' },
  { kind: 'zalo', names: 'zalo', handle: '[a-z][\\w.]{3,30}', colon: 'sign' },
  { kind: 'kakaotalk', names: 'kakao ?(?:talk)?|카카오톡|카톡|까톡', handle: '@?[a-z0-9][\\w.-]{3,20}' },
  {
    kind: 'discord',
    names: 'discord|дискорд',
    handle: '(?=[a-z_]*[\\d_.#])[a-z0-9_.]{2,32}(?:#\\d{4})?',
    colon: 'sign',
  },
  {
    kind: 'xmpp',
    names: 'xmpp|jabber|джаббер|жаббер|жаба',
    handle: '[a-z0-9][\\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,4}',
  },
];

const ID = String.raw`(?:id|ид|i\.d\.?|号|號|아이디|account|acc|user ?(?:name)?|nick(?:name)?|name|channel|аккаунт|ник|логин|канал|no\.?|me|us|@)`;
const SIGN = '[:：=＝→>|]|-\\s|–|—';

/** Groups: the word "id", the sign, the handle. */
const PATTERNS: readonly (readonly [Label, RegExp])[] = LABELS.map((label) => [
  label,
  new RegExp(
    `(?<![a-zа-яё\\d_])(?:${label.names.replaceAll(' ', '\\s')})\\s{0,2}(${ID}(?![a-z]))?\\s{0,2}(${SIGN})?\\s{0,2}["“(\\[]?(${label.handle})(?![\\w@])`,
    'giu',
  ),
]);

/** Invitations to a group: their case tells them apart. */
const INVITATION = /(?<![\w.-])(?:t|telegram)\.(?:me|dog)\/(?:joinchat\/|\+)([\w-]{10,40})/gi;

/** Links that hold the name. Group 1 is the handle. */
const LINKS: readonly (readonly [Kind, RegExp])[] = [
  [
    'telegram',
    /(?<![\w.-])(?:t|telegram)\.(?:me|dog)\/(?:s\/)?(?!share\b|joinchat\b|addstickers\b|proxy\b)([a-z][a-z0-9_]{4,31})/gi,
  ],
  ['telegram', /tg:\/\/resolve\?domain=([a-z][a-z0-9_]{4,31})/gi],
  ['whatsapp', /(?:wa\.me\/|whatsapp(?:\.com\/|:\/\/)send\/?\?(?:[\w=%-]{1,200}&)?phone=)(\+?\d{7,15})/gi],
  ['qq', /(?:wpa\.qq\.com\/msgrd\?|tencent:\/\/message\/?\?)(?:[\w=%-]{1,100}&)?uin=([1-9]\d{4,11})/gi],
  ['skype', /(?<!\w)skype:((?:live:)?[\w.-]{3,40}\w)\?/gi],
  ['line', /(?<![\w.-])line\.me\/(?:r\/)?ti\/p\/(?:~|%7e)?(@?[\w.-]{4,30})/gi],
  ['threema', /threema\.id\/([A-Z0-9*][A-Z0-9]{7})(?!\w)/gi],
  ['signal', /signal\.me\/#p\/(\+\d{7,15})/gi],
  ['viber', /viber:\/\/(?:chat|add)\/?\?number=(?:%2b|\+)?(\d{7,15})/gi],
  ['zalo', /(?<![\w.-])zalo\.me\/([\w.]{4,30})/gi],
  ['kakaotalk', /open\.kakao\.com\/o\/(\w{5,20})/gi],
  ['discord', /(?<![\w.-])discord(?:\.gg|(?:app)?\.com\/(?:invite|users))\/(\w{2,32})/gi],
  ['xmpp', /xmpp:([a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})/gi],
  ['session', /(?<![0-9a-f])(05[0-9a-f]{64})(?![0-9a-f])/gi],
  [
    'url',
    /(?<![\w.-])((?:chat\.whatsapp\.com|signal\.group|wa\.me\/(?:message|qr)|signal\.me\/#eu|lin\.ee|join\.skype\.com\/invite|u\.wechat\.com)\/[\w#/-]{4,80})/gi,
  ],
];

/** Words that follow a messenger's name without being a handle. */
const NOT_A_HANDLE = new Set(
  'group channel account number username contact whatsapp telegram wechat signal email phone order please support available messenger viber skype wickr threema session discord here below above http https www chat only with online'.split(
    ' ',
  ),
);

/** Handles whose case tells them apart: invitations and the like. */
const EXACT = new Set<Kind>(['session', 'url', 'kakaotalk', 'discord']);
const PHONE_LIKE = new Set<Kind>(['whatsapp', 'signal', 'viber']);

function contactOf(kind: Kind, raw: string): Contact | null {
  const value = raw.replace(/^@/, '');
  if (value === '' || NOT_A_HANDLE.has(value.toLowerCase())) return null;
  if (PHONE_LIKE.has(kind) && /^\+?\d+$/.test(value))
    return { kind, value: `+${value.replace(/^\+/, '')}`, raw };
  return { kind, value: EXACT.has(kind) ? value : value.toLowerCase(), raw };
}

/** "Telegram: write to us": a short word of letters with another word behind it. */
function isProse(handle: string, after: string): boolean {
  return /^[a-z]{1,7}$/i.test(handle) && /^ (?!or |and |oder |o |или )\p{Ll}{2}/u.test(after);
}

/** A label alone is prose ("Telegram messenger"): a sign, "id", "@" or a figure in the name makes it a name. */
function isMeant(label: Label, id: string | undefined, sign: string | undefined, handle: string): boolean {
  const named = id !== undefined && /id|ид|号|號|아이디/i.test(id);
  if (label.colon === 'id') return named;
  if (sign !== undefined) return true;
  if (label.colon === 'sign') return named;
  return id !== undefined || handle.startsWith('@') || /[\d_]/.test(handle);
}

export function findHandles(text: string): Contact[] {
  const found: (Contact | null)[] = [];
  for (const [label, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [all, id, sign, handle = ''] = match;
      const end = match.index + all.length;
      if (isMeant(label, id, sign, handle) && !isProse(handle, text.slice(end, end + 10)))
        found.push(contactOf(label.kind, handle));
    }
  }
  for (const [kind, pattern] of LINKS) {
    for (const [, handle = ''] of text.matchAll(pattern)) found.push(contactOf(kind, handle));
  }
  for (const [, raw = ''] of text.matchAll(INVITATION))
    found.push({ kind: 'telegram', value: `+${raw}`, raw });
  return found.filter((contact) => contact !== null);
}
