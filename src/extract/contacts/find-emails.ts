/** E-mail addresses in a text, also when they are spelled out so that machines should not find them. */
import type { Contact } from '../../model/listing.ts';
import type { Hints } from './text-hints.ts';

/** Words for "@" that mean nothing else in front of a mail server's name. */
const AT_NAMES =
  'собака|собачка|arroba|arobase|chiocciola|małpa|zavináč|klammeraffe|艾特|アットマーク|골뱅이';
const DOT_WORDS = 'dot|точка|тчк|punkt|punto|ponto|kropka|tečka|nokta|点|點|ドット|점';

const SIGN = String.raw`(?:@|＠|[\[({<*_~|]\s?(?:at|@|ät|${AT_NAMES})\s?[\])}>*_~|]|\s(?:at|AT|${AT_NAMES})\s)`;
const AT = String.raw`\s{0,2}${SIGN}\s{0,2}`;
const DOT = String.raw`(?:\.|\s\.\s|\s{0,2}[\[({<*_~|]\s?(?:\.|${DOT_WORDS})\s?[\])}>*_~|]\s{0,2}|\s(?:${DOT_WORDS})\s)`;
const MAX_NAME = 64;
/** Groups: the name, the sign, the server. */
const EMAIL = new RegExp(
  String.raw`([a-z0-9][\w.+-]{0,63}?)(${AT})([a-z0-9-]{1,63}(?:${DOT}[a-z0-9-]{1,63}){0,4}${DOT}[a-z]{2,24})(?![\w-])`,
  'iy',
);
const DOT_SPELLED = new RegExp(
  String.raw`\s\.\s|\s{0,2}[\[({<*_~|]\s?(?:\.|${DOT_WORDS})\s?[\])}>*_~|]\s{0,2}|\s(?:${DOT_WORDS})\s`,
  'gi',
);
const FILE = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|json|html?|php|pdf)$/;

/** Servers that people have mailboxes at: "name at gmail.com" is no prose. */
const MAIL_HOSTS =
  /^(?:gmail|googlemail|yahoo|hotmail|outlook|live|msn|aol|icloud|protonmail|proton|pm|tutanota|tuta|gmx|zoho|mail|inbox|bk|list|yandex|ya|rambler|qq|foxmail|163|126|sina|sohu|aliyun|naver|daum|web|seznam|wp|onet|o2|interia|libero|laposte|orange|free)\.[a-z.]{2,6}$/;

/** "Instagram @acme.chem" is a name there, and no mailbox. */
const NO_MAILBOX =
  /^(?:insta(?:gram)?|ig|twitter|x|tik-?tok|facebook|fb|telegram|tg|youtube|snap(?:chat)?|threads|kik|matrix|element|follow|contact|dm|me|on|by)$/i;
const isMention = (user: string, at: string): boolean => /^\s+[@＠]$/.test(at) && NO_MAILBOX.test(user);

/** What stands in every text that spells the sign out: a word for it, and a space or bracket behind. */
export const MAIL_WORDS: readonly string[] = ['at', 'ät', ...AT_NAMES.split('|')].flatMap((name) =>
  [...' ])}>*_~|'].map((mark) => name + mark),
);

/** Where the name in front of the sign at `at` starts; null where there is none. */
function nameStart(text: string, at: number): number | null {
  let end = at;
  while (end > 0 && at - end < 2 && /\s/.test(text.charAt(end - 1))) end--;
  let start = end;
  while (start > 0 && end - start <= MAX_NAME && /[\w.+-]/.test(text.charAt(start - 1))) start--;
  return start === end || end - start > MAX_NAME ? null : start;
}

/** Every place where an address may stand: signs are few, names are many. */
function* addressesIn(text: string): Generator<RegExpExecArray> {
  const address = new RegExp(EMAIL);
  const sign = new RegExp(SIGN, 'gi');
  let last = 0;
  for (let at = sign.exec(text); at !== null; at = sign.exec(text)) {
    sign.lastIndex = at.index + 1;
    const start = nameStart(text, at.index);
    if (start === null || start < last) continue;
    address.lastIndex = start;
    const match = address.exec(text);
    if (match === null) continue;
    last = address.lastIndex;
    yield match;
  }
}

/** `hints` are those of this text, from a table that holds {@link MAIL_WORDS}. */
export function findEmails(text: string, { words }: Hints): Contact[] {
  const found: Contact[] = [];
  const spelled = words.size > 0 && MAIL_WORDS.some((word) => words.has(word));
  if (!spelled && !text.includes('@') && !text.includes('＠')) return found;
  for (const [raw, user = '', at = '', host = ''] of addressesIn(text)) {
    const plainHost = host.replace(DOT_SPELLED, '.').toLowerCase();
    // "look at example.com" is prose: spelled out without brackets, the dot must be spelled too, or the host be a mail server.
    const prose = /^\s+at\s+$/i.test(at) && plainHost === host.toLowerCase() && !MAIL_HOSTS.test(plainHost);
    const value = `${user}@${plainHost}`.toLowerCase();
    if (!prose && !isMention(user, at) && !FILE.test(value) && value.length <= 254)
      found.push({ kind: 'email', value, raw });
  }
  return found;
}
