/** Names that sellers have in messengers, by the label in front of them or by the messenger's own links. */
import type { Contact } from '../model/listing.ts';
import type { Hints, HintWords } from './text-hints.ts';

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
    handle: '(?:live:)?(?:\\.cid\\.[0-9a-f]{8,20}|[a-z][\\w.,-]{3,40}\\w)',
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

/** The words that a pattern of alternatives with optional letters stands for, a group in it left out. */
function wordsOf(names: string): string[] {
  const alternatives = names.replace(/\(\?:[^)]*\)\??/g, '').split('|');
  const spelled = (pattern: string): string[] => {
    const at = pattern.indexOf('?');
    if (at < 0) return [pattern];
    const rest = pattern.slice(at + 1);
    return [pattern.slice(0, at - 1) + rest, pattern.slice(0, at) + rest].flatMap(spelled);
  };
  return alternatives.flatMap(spelled);
}

type LabelSearch = { readonly label: Label; readonly words: readonly string[]; readonly pattern: RegExp };

/** Groups: the word "id", the sign, the handle. */
const LABEL_SEARCHES: readonly LabelSearch[] = LABELS.map((label) => ({
  label,
  words: wordsOf(label.names),
  pattern: new RegExp(
    `(?<![a-zа-яё\\d_])(?:${label.names.replaceAll(' ', '\\s')})\\s{0,2}(${ID}(?![a-z]))?\\s{0,2}(${SIGN})?\\s{0,2}["“(\\[]?(${label.handle})(?![\\w@])`,
    'giu',
  ),
}));

const INVITING = ['t.me/', 't.dog/', 'telegram.me/', 'telegram.dog/'];
/** Invitations to a group: their case tells them apart. */
const INVITATION = /(?<![\w.-])(?:t|telegram)\.(?:me|dog)\/(?:joinchat\/|\+)([\w-]{10,40})/gi;

/** Links that hold the name, each with the words of which one must stand in the text; none: a key. Group 1 is the handle. */
const LINKS: readonly (readonly [Kind, words: string, RegExp])[] = [
  [
    'telegram',
    't.me/ t.dog/ telegram.me/ telegram.dog/',
    /(?<![\w.-])(?:t|telegram)\.(?:me|dog)\/(?:s\/)?(?!share\b|joinchat\b|addstickers\b|proxy\b)([a-z][a-z0-9_]{4,31})/gi,
  ],
  ['telegram', 'tg:', /tg:\/\/resolve\?domain=([a-z][a-z0-9_]{4,31})/gi],
  [
    'whatsapp',
    'wa.me/ whatsapp.com/ whatsapp:',
    /(?:wa\.me\/|whatsapp(?:\.com\/|:\/\/)send\/?\?(?:[\w=%-]{1,200}&)?phone=)(\+?\d{7,15})/gi,
  ],
  [
    'qq',
    'wpa.qq.com/ tencent:',
    /(?:wpa\.qq\.com\/msgrd\?|tencent:\/\/message\/?\?)(?:[\w=%-]{1,100}&)?uin=([1-9]\d{4,11})/gi,
  ],
  ['skype', 'skype:', /(?<!\w)skype:((?:live:)?[\w.-]{3,40}\w)\?/gi],
  ['line', 'line.me/', /(?<![\w.-])line\.me\/(?:r\/)?ti\/p\/(?:~|%7e)?(@?[\w.-]{4,30})/gi],
  ['threema', 'threema.id/', /threema\.id\/([A-Z0-9*][A-Z0-9]{7})(?!\w)/gi],
  ['signal', 'signal.me/', /signal\.me\/#p\/(\+\d{7,15})/gi],
  ['viber', 'viber:', /viber:\/\/(?:chat|add)\/?\?number=(?:%2b|\+)?(\d{7,15})/gi],
  ['zalo', 'zalo.me/', /(?<![\w.-])zalo\.me\/([\w.]{4,30})/gi],
  ['kakaotalk', 'open.kakao.com/', /open\.kakao\.com\/o\/(\w{5,20})/gi],
  [
    'discord',
    'discord.gg/ discord.com/ discordapp.com/',
    /(?<![\w.-])discord(?:\.gg|(?:app)?\.com\/(?:invite|users))\/(\w{2,32})/gi,
  ],
  ['xmpp', 'xmpp:', /xmpp:([a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})/gi],
  ['session', '', /(?<![0-9a-f])(05[0-9a-f]{64})(?![0-9a-f])/gi],
  [
    'url',
    'chat.whatsapp.com/ signal.group/ wa.me/ signal.me/ lin.ee/ join.skype.com/ u.wechat.com/',
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
  // The wide colon is of texts in which "line" is no common word.
  if (label.colon === 'id') return named || sign === '：';
  if (label.kind === 'xmpp') return true;
  if (sign !== undefined) return true;
  if (label.colon === 'sign') return named;
  return id !== undefined || handle.startsWith('@') || /[\d_]/.test(handle);
}

const LINK_SEARCHES = LINKS.map(([kind, words, pattern]) => ({
  kind,
  words: words.split(' ').filter((word) => word !== ''),
  pattern,
}));

/** What a text must hold for {@link findHandles} to find anything in it. */
export const HANDLE_WORDS: HintWords = {
  starts: LABEL_SEARCHES.flatMap(({ words }) => words),
  links: LINK_SEARCHES.flatMap(({ words }) => words),
};

function byLabels(text: string, { words: present }: Hints): (Contact | null)[] {
  const found: (Contact | null)[] = [];
  for (const { label, words, pattern } of LABEL_SEARCHES) {
    if (!words.some((word) => present.has(word))) continue;
    for (const match of text.matchAll(pattern)) {
      const [all, id, sign, handle = ''] = match;
      const end = match.index + all.length;
      if (isMeant(label, id, sign, handle) && !isProse(handle, text.slice(end, end + 10)))
        found.push(contactOf(label.kind, handle));
    }
  }
  return found;
}

/** `hints` are those of this text, from a table that holds {@link HANDLE_WORDS}. */
export function findHandles(text: string, hints: Hints): Contact[] {
  const { words: present, longWord } = hints;
  if (present.size === 0 && !longWord) return [];
  const found = byLabels(text, hints);
  for (const { kind, words, pattern } of LINK_SEARCHES) {
    if (words.length === 0 ? !longWord : !words.some((word) => present.has(word))) continue;
    for (const [, handle = ''] of text.matchAll(pattern)) found.push(contactOf(kind, handle));
  }
  if (INVITING.some((word) => present.has(word))) {
    for (const [, raw = ''] of text.matchAll(INVITATION))
      found.push({ kind: 'telegram', value: `+${raw}`, raw });
  }
  return found.filter((contact) => contact !== null);
}
