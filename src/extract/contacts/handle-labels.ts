/** How sellers write their names in messengers: the label in front, in several languages, and the shape of a name there. */
import type { Contact } from '../../model/listing.ts';
import type { Proof } from './offered-profile.ts';

/** The messenger's names in several languages and the shape of a name in it; `colon`: the label is a common word, so a sign, or even "ID", must follow. */
export type HandleLabel = {
  readonly kind: Contact['kind'];
  readonly names: string;
  readonly handle: string;
  readonly colon?: 'sign' | 'id';
  readonly proof?: Proof;
  /** Other words begin like its names ("instant", "elements"): whole ones alone are worth a search. */
  readonly whole?: true;
};

export const HANDLE_LABELS: readonly HandleLabel[] = [
  {
    kind: 'telegram',
    names: 'telegramm?|tele gram|телеграмм?а?|телега|тг|電報|电报|纸飞机|텔레그램|تلگرام|تيليجرام|تلجرام|tg',
    handle: '@?[a-z][a-z0-9_]{4,31}',
  },
  {
    kind: 'wechat',
    names: 'we ?chat|weixin|wei xin|微信|薇信|威信|加微|微信號|위챗|вичат|вичат|v信|vx|wx',
    handle: '[a-z][\\w-]{3,29}\\w|\\d{5,10}',
  },
  { kind: 'qq', names: 'q ?q|扣扣|企鹅', handle: '[1-9]\\d{4,11}' },
  {
    kind: 'skype',
    names: 'skype|скайп',
    handle: '(?:live:)?(?:\\.cid\\.[0-9a-f]{8,20}|[a-z][\\w.,-]{3,40}\\w)',
    colon: 'sign',
  },
  { kind: 'line', names: 'line', handle: '@?[a-z0-9][\\w.-]{2,29}\\w', colon: 'id' },
  { kind: 'wickr', names: 'wickr ?(?:me|pro)?|wickrme|викр', handle: '[a-z0-9][\\w.-]{1,30}\\w' },
  { kind: 'threema', names: 'threema|трима', handle: '[A-Z0-9*][A-Z0-9]{7}' },
  { kind: 'signal', names: 'signal|сигнал', handle: '@?[a-z_]\\w{2,31}\\.\\d{2,5}' },
  { kind: 'viber', names: 'viber|вайбер', handle: '@?[a-z][\\w.]{2,29}\\w', colon: 'sign' },
  { kind: 'zalo', names: 'zalo', handle: '[a-z][\\w.]{2,29}\\w', colon: 'sign' },
  { kind: 'kakaotalk', names: 'kakao ?(?:talk)?|카카오톡|카톡|까톡', handle: '@?[a-z0-9][\\w.-]{2,19}\\w' },
  {
    kind: 'discord',
    names: 'discord|дискорд',
    handle: '(?=[a-z_]*(?:[\\d_#]|\\.[a-z0-9_]))[a-z0-9_.]{1,31}[a-z0-9_](?:#\\d{4})?',
    colon: 'sign',
  },
  {
    kind: 'xmpp',
    names: 'xmpp|jabber|джаббер|жаббер|жаба',
    handle: '[a-z0-9][\\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,4}',
  },
  { kind: 'kik', names: 'kik|кик', handle: '@?[a-z0-9](?:[\\w.]{1,28}\\w)', colon: 'sign' },
  {
    kind: 'icq',
    names: 'icq|аська|айсикью',
    handle: '[1-9]\\d{4,9}|\\d{2,3}(?:-\\d{2,3}){2,3}',
    colon: 'sign',
  },
  {
    kind: 'matrix',
    names: 'matrix|element|mxid|матрикс',
    whole: true,
    handle: '@[a-z0-9._=/+-]{1,64}:[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,4}',
  },
  {
    kind: 'snapchat',
    names: 'snap ?chat|снапчат|снэпчат',
    handle: '@?[a-z][\\w.-]{1,13}\\w',
    colon: 'sign',
    proof: 'not-followed',
    whole: true,
  },
  {
    kind: 'snapchat',
    names: 'snap',
    handle: '@?(?=[a-z.-]*[\\d_])[a-z][\\w.-]{1,13}\\w',
    colon: 'sign',
    proof: 'not-followed',
    whole: true,
  },
  {
    kind: 'instagram',
    names: 'instagram|insta|ig|инстаграмм?|инста',
    handle: '@[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_]|(?=[a-z]*[\\d_.])[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_]',
    colon: 'sign',
    proof: 'offered',
    whole: true,
  },
  {
    kind: 'facebook',
    names: 'facebook(?: messenger)?|fb(?: messenger)?|фейсбук',
    handle: '@[a-z0-9][a-z0-9.]{3,48}[a-z0-9]|(?=[a-z]*[\\d.])[a-z][a-z0-9.]{3,48}[a-z0-9]',
    colon: 'sign',
    proof: 'offered',
    whole: true,
  },
];

/** Words between the label and the name. */
export const ID = String.raw`(?:id|ид|i\.d\.?|号|號|아이디|account|acc|user ?(?:name)?|nick(?:name)?|name|channel|аккаунт|ник|логин|канал|no\.?|me|us|@)`;
export const SIGN = '[:：=＝→>|]|-\\s|–|—';
