/** Links of messengers that hold the name of whoever is written to. */
import type { Contact } from '../../model/listing.ts';
import type { Proof } from './offered-profile.ts';

export type HandleLink = readonly [kind: Contact['kind'], words: string, pattern: RegExp, proof?: Proof];

/** What Telegram keeps for itself behind its address: no names. */
const NO_TELEGRAM_NAME =
  'share|joinchat|add(?:stickers|emoji|list|theme|style)|proxy|socks|login|confirmphone|setlanguage|boost|giftcode|invoice|contact|stars|stars_topup|premium_offer';

/** Links that hold the name, each with the words of which one must stand in the text; none: a key. Group 1 is the handle. */
export const HANDLE_LINKS: readonly HandleLink[] = [
  [
    'telegram',
    't.me/ t.dog/ telegram.me/ telegram.dog/',
    new RegExp(
      `(?<![\\w.-])(?:t|telegram)\\.(?:me|dog)/(?:s/)?(?!(?:${NO_TELEGRAM_NAME})\\b)([a-z][a-z0-9_]{4,31})`,
      'gi',
    ),
  ],
  ['telegram', 'tg:', /tg:\/\/resolve\?domain=([a-z][a-z0-9_]{4,31})/gi],
  [
    'whatsapp',
    'wa.me/ whatsapp.com/ whatsapp:',
    /(?:wa\.me\/|whatsapp(?:\.com\/|:\/\/)send\/?\?(?:[^"'<>#\n]{1,300}?&)?phone=)((?:\+|%2b)?\d{7,15})/gi,
  ],
  [
    'qq',
    'wpa.qq.com/ tencent:',
    /(?:wpa\.qq\.com\/msgrd\?|tencent:\/\/message\/?\?)(?:[\w=%-]{1,100}&)?uin=([1-9]\d{4,11})/gi,
  ],
  ['skype', 'skype:', /(?<!\w)skype:((?:live:)?[\w.-]{3,40}\w)\?/gi],
  ['line', 'line.me/', /(?<![\w.-])line\.me\/(?:r\/)?ti\/p\/(?:~|%7e|%40)?(@?[\w.-]{3,29}\w)/gi],
  ['threema', 'threema.id/', /threema\.id\/([A-Z0-9*][A-Z0-9]{7})(?!\w)/gi],
  ['signal', 'signal.me/', /signal\.me\/#p\/(\+\d{7,15})/gi],
  ['viber', 'viber:', /viber:\/\/(?:chat|add)\/?\?number=(?:%2b|\+)?(\d{7,15})/gi],
  ['zalo', 'zalo.me/', /(?<![\w.-])zalo\.me\/([\w.]{3,29}\w)/gi],
  ['kakaotalk', 'open.kakao.com/', /open\.kakao\.com\/o\/(\w{5,20})/gi],
  [
    'discord',
    'discord.gg/ discord.com/ discordapp.com/',
    /(?<![\w.-])discord(?:\.gg|(?:app)?\.com\/(?:invite|users))\/(\w{2,32})/gi,
  ],
  ['xmpp', 'xmpp:', /xmpp:([a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})/gi],
  ['session', '', /(?<![0-9a-f])(05[0-9a-f]{64})(?![0-9a-f])/gi],
  ['kik', 'kik.me/', /(?<![\w.-])kik\.me\/([\w.]{2,30}\w)/gi],
  ['icq', 'icq.com/ icq.im/', /(?<![\w.-])icq\.(?:com\/people|im)\/(\w{4,30})/gi],
  [
    'matrix',
    'matrix.to/ matrix:',
    /matrix(?:\.to\/#\/(?:@|%40)|:u\/)([a-z0-9._=/+-]{1,64}:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})/gi,
  ],
  [
    'simplex',
    'simplex.chat/ simplex.im/ simplex:',
    /(?:simplex\.chat\/|simplex:\/|smp\d{1,3}\.simplex\.im\/)((?:contact|invitation|[aicg])\/?#[\w%./?&=@:+~-]{16,500})/gi,
  ],
  ['tox', '', /(?<![0-9a-f])([0-9a-f]{76})(?![0-9a-f])/gi],
  ['briar', 'briar:', /briar:\/\/([a-z2-7]{53})(?![a-z2-7])/gi],
  ['snapchat', 'snapchat.com/', /(?<![\w-])snapchat\.com\/add\/([a-z][\w.-]{1,13}\w)/gi],
  ['instagram', 'ig.me/', /(?<![\w.-])ig\.me\/m\/([\w.]{2,29}\w)/gi],
  ['facebook', 'm.me/', /(?<![\w.-])m\.me\/([a-z0-9.]{4,49}[a-z0-9])/gi],
  [
    'instagram',
    'instagram.com/',
    /(?<![\w-])instagram\.com\/(?!(?:p|reels?|explore|stories|accounts|share|tv)\b)([\w.]{2,29}\w)/gi,
    'offered',
  ],
  [
    'facebook',
    'facebook.com/ fb.com/',
    /(?<![\w-])(?:facebook|fb)\.com\/(?!(?:sharer?|dialog|groups|pages|events|watch|marketplace|hashtag|login|help|plugins|tr|people|photos?|story|reel|profile)\b)([a-z0-9.]{4,49}[a-z0-9])/gi,
    'offered',
  ],
  [
    'url',
    'chat.whatsapp.com/ signal.group/ wa.me/ signal.me/ lin.ee/ join.skype.com/ u.wechat.com/',
    /(?<![\w.-])((?:chat\.whatsapp\.com|signal\.group|wa\.me\/(?:message|qr)|signal\.me\/#eu|lin\.ee|join\.skype\.com\/invite|u\.wechat\.com)\/[\w#/-]{4,80})/gi,
  ],
];
