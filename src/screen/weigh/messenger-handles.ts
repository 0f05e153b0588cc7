/** Tells that a messenger is named with a name or number to write to, however short its name is written ("tg: @…", "сигнал +…"). */

/** Short and everyday names, which say nothing alone. In normalised text. */
const MESSENGERS = [
  'tg|tele|tlg|telega|tgram|signal|session|element|matrix|zalo|line|imo|kik|snap|snapchat|skype|icq|jabber|xmpp|discord|botim|simplex|briar|tox|wa|wapp|wsp|wpp|zap|vx|wx|qq|vk|viber|threema|wickr|wire',
  'тг|тгк|телега|телегу|телеге|сигнал|сигнала|вайбер\\p{L}{0,2}|вибер|жаббер|джаббер|вотсап|ватсап|сессион|элемент|дискорд',
  'सगनल|টলগরম|சகனல|ไลน|სიგნალ\\p{L}{0,3}|სიგნალზე|սիգնալ|סיגנל|سگنل|سيغنال|سیگنال|σιγναλ',
  '飞机|飛機|纸飞机|紙飛機|电报|電報|微|薇|信号|シグナル|시그널|텔레|텔|라인|카톡',
].join('|');
/** What begins a name or a telephone number. */
const HANDLE = /@[a-z_]|\+\d|(?<![\d.,-])0\d[\d -]{6}/g;
/** The messenger in front of it. */
const NAMED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${MESSENGERS})(?: (?:id|no|nr|nick|nik|ник|нік|账号|号|only))?[ .:\\-/]{0,3}$`,
  'u',
);
const REACH = 24;
/** Names and numbers that are looked at: a text with more is no listing. */
const MOST = 100;

export function namesHandle(text: string): boolean {
  let looks = 0;
  // From the handle, since these names are words and parts of words in any text.
  for (const { index } of text.matchAll(HANDLE)) {
    if (NAMED.test(text.slice(Math.max(0, index - REACH), index))) return true;
    looks += 1;
    if (looks === MOST) return false;
  }
  return false;
}
