/** Whether a profile at a social network stands in a text as a way to order: most of them are there to be followed. */

/** What a text must show of a name: that one may write there to order, or at least that it is not there to be followed. */
export type Proof = 'offered' | 'not-followed';

/** Units before and behind a name, on its line, in which it is said what it is for. */
const BEFORE = 70;
const BEHIND = 50;

const ORDER =
  /(?<!\p{L})(?:(?:re)?order|dm|pm|inbox|messag|msg|text (?:me|us)|write|contact|reach|buy|purchase|[ie]nquir|add me|add us|hmu|hit (?:me|us)|bestell|schreib|kontakt|command(?:er|ez)|contact|écri|escr[ií]b|escrev|ped(?:ido|ir|id)|mensa|contat|ordin|scriv|zamów|pisz|napisz|sipariş|iletişim|mesaj|заказ|(?:на)?пиш|связ|контакт|лс(?!\p{L})|в личк|للطلب|تواصل|راسل)|联系|聯繫|联络|订购|訂購|下单|私信|咨询|お問い合わせ|注文|주문|문의/iu;

/** A messenger beside it: a list of ways to write. */
const MESSENGER =
  /(?<!\p{L})(?:whats ?app|telegram|wickr|signal|threema|viber|we ?chat|skype|kik|jabber|телеграм|ватсап|вотсап|вайбер)|微信/iu;

const FOLLOW =
  /(?<!\p{L})(?:follow|like(?: us| our)?|share|tag us|find us|join|visit|see us|subscri|suivez|retrouve|folg|besuch|seguici|s[ií]gu|sig(?:a|am|ue)(?!\p{L})|подпис|следи|takip|obserwuj|polub|volg)|关注|關注|フォロー|팔로/iu;

/** @param from where the name, or its label, begins; `to` where it ends */
export function isProven(proof: Proof | undefined, text: string, from: number, to: number): boolean {
  if (proof === undefined) return true;
  const before =
    text
      .slice(Math.max(0, from - BEFORE), from)
      .split('\n')
      .at(-1) ?? '';
  if (FOLLOW.test(before)) return false;
  if (proof === 'not-followed') return true;
  const behind = text.slice(to, to + BEHIND).split('\n', 1)[0] ?? '';
  return [before, behind].some((part) => ORDER.test(part) || MESSENGER.test(part));
}
