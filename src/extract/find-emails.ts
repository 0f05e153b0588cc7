/** E-mail addresses in a text, also when they are spelled out so that machines should not find them. */
import type { Contact } from '../model/listing.ts';

/** Words for "@" that mean nothing else in front of a mail server's name. */
const AT_NAMES =
  'собака|собачка|arroba|arobase|chiocciola|małpa|zavináč|klammeraffe|艾特|アットマーク|골뱅이';
const DOT_WORDS = 'dot|точка|тчк|punkt|punto|ponto|kropka|tečka|nokta|点|點|ドット|점';

const AT = String.raw`\s{0,2}(?:@|＠|[\[({<*_~|]\s?(?:at|@|ät|${AT_NAMES})\s?[\])}>*_~|]|\s(?:at|AT|${AT_NAMES})\s)\s{0,2}`;
const DOT = String.raw`(?:\.|\s\.\s|\s{0,2}[\[({<*_~|]\s?(?:\.|${DOT_WORDS})\s?[\])}>*_~|]\s{0,2}|\s(?:${DOT_WORDS})\s)`;
const EMAIL = new RegExp(
  String.raw`(?<![\w.+-])([a-z0-9][\w.+-]{0,63}?)(${AT})([a-z0-9-]{1,63}(?:${DOT}[a-z0-9-]{1,63}){0,4}${DOT}[a-z]{2,24})(?![\w-])`,
  'gi',
);
const DOT_SPELLED = new RegExp(
  String.raw`\s\.\s|\s{0,2}[\[({<*_~|]\s?(?:\.|${DOT_WORDS})\s?[\])}>*_~|]\s{0,2}|\s(?:${DOT_WORDS})\s`,
  'gi',
);
const FILE = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|json|html?|php|pdf)$/;

/** Servers that people have mailboxes at: "name at gmail.com" is no prose. */
const MAIL_HOSTS =
  /^(?:gmail|googlemail|yahoo|hotmail|outlook|live|msn|aol|icloud|protonmail|proton|pm|tutanota|tuta|gmx|zoho|mail|inbox|bk|list|yandex|ya|rambler|qq|foxmail|163|126|sina|sohu|aliyun|naver|daum|web|seznam|wp|onet|o2|interia|libero|laposte|orange|free)\.[a-z.]{2,6}$/;

export function findEmails(text: string): Contact[] {
  const found: Contact[] = [];
  for (const [raw, user = '', at = '', host = ''] of text.matchAll(EMAIL)) {
    const plainHost = host.replace(DOT_SPELLED, '.').toLowerCase();
    // "look at example.com" is prose: spelled out without brackets, the dot must be spelled too, or the host be a mail server.
    const prose = /^\s+at\s+$/i.test(at) && plainHost === host.toLowerCase() && !MAIL_HOSTS.test(plainHost);
    const value = `${user}@${plainHost}`.toLowerCase();
    if (!prose && !FILE.test(value) && value.length <= 254) found.push({ kind: 'email', value, raw });
  }
  return found;
}
