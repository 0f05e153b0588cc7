/** Names that sellers have in messengers, by the label in front of them or by the messenger's own links. */
import type { Contact } from '../../model/listing.ts';
import { HANDLE_LABELS, type HandleLabel, ID, SIGN } from './handle-labels.ts';
import { HANDLE_LINKS } from './handle-links.ts';
import { isProven } from './offered-profile.ts';
import type { Hints, HintWords } from './text-hints.ts';
import { isToxId } from './tox-id.ts';

type Kind = Contact['kind'];

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

/** With what may stand right behind the label. */
const wholeWords = (name: string): string[] => [...' :：=＝→>|-–—@(["“'].map((mark) => name + mark);

type LabelSearch = {
  readonly label: HandleLabel;
  readonly words: readonly string[];
  readonly pattern: RegExp;
};

/** Groups: the word "id", the sign, the handle. */
const LABEL_SEARCHES: readonly LabelSearch[] = HANDLE_LABELS.map((label) => ({
  label,
  words: label.whole ? wordsOf(label.names).flatMap(wholeWords) : wordsOf(label.names),
  pattern: new RegExp(
    `(?<![a-zа-яё\\d_])(?:${label.names.replaceAll(' ', '\\s')})\\s{0,2}(${ID}(?![a-z]))?\\s{0,2}(${SIGN})?\\s{0,2}["“(\\[]?(${label.handle})(?![\\w@])`,
    'giu',
  ),
}));

const INVITING = ['t.me/', 't.dog/', 'telegram.me/', 'telegram.dog/'];
/** Invitations to a group: their case tells them apart. */
const INVITATION = /(?<![\w.-])(?:t|telegram)\.(?:me|dog)\/(?:joinchat\/|\+)([\w-]{10,40})/gi;

/** Words that follow a messenger's name without being a handle. */
const NOT_A_HANDLE = new Set(
  'group channel account number username contact whatsapp telegram wechat signal email phone order please support available messenger viber skype wickr threema session discord instagram facebook snapchat kik icq here below above http https www chat only with online'.split(
    ' ',
  ),
);

/** Handles whose case tells them apart: invitations and the like. */
const EXACT = new Set<Kind>(['session', 'url', 'kakaotalk', 'discord', 'simplex']);
const PHONE_LIKE = new Set<Kind>(['whatsapp', 'signal', 'viber']);

function contactOf(kind: Kind, raw: string): Contact | null {
  const value = raw.replace(/^@/, '').replace(/^%2b/i, '+');
  if (value === '' || NOT_A_HANDLE.has(value.toLowerCase())) return null;
  if (PHONE_LIKE.has(kind) && /^\+?\d+$/.test(value))
    return { kind, value: `+${value.replace(/^\+/, '')}`, raw };
  // Its accounts are telephones, written as at home.
  if (kind === 'zalo' && /^0\d{9}$/.test(value)) return { kind, value: `+84${value.slice(1)}`, raw };
  if (kind === 'icq') return { kind, value: value.replaceAll('-', '').toLowerCase(), raw };
  return { kind, value: EXACT.has(kind) ? value : value.toLowerCase(), raw };
}

/** "Telegram: write to us": a short word of letters with another word behind it. */
function isProse(handle: string, after: string): boolean {
  return /^[a-z]{1,7}$/i.test(handle) && /^ (?!or |and |oder |o |или )\p{Ll}{2}/u.test(after);
}

/** A label alone is prose ("Telegram messenger"): a sign, "id", "@" or a figure in the name makes it a name. */
function isMeant(
  label: HandleLabel,
  id: string | undefined,
  sign: string | undefined,
  handle: string,
): boolean {
  const named = id !== undefined && /id|ид|号|號|아이디/i.test(id);
  // The wide colon is of texts in which "line" is no common word.
  if (label.colon === 'id') return named || sign === '：';
  if (label.kind === 'xmpp' || label.kind === 'matrix') return true;
  if (sign !== undefined) return true;
  if (label.colon === 'sign') return named || handle.startsWith('@');
  return id !== undefined || handle.startsWith('@') || /[\d_]/.test(handle);
}

const LINK_SEARCHES = HANDLE_LINKS.map(([kind, words, pattern, proof]) => ({
  kind,
  proof,
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
      if (!isMeant(label, id, sign, handle) || isProse(handle, text.slice(end, end + 10))) continue;
      if (isProven(label.proof, text, match.index, end)) found.push(contactOf(label.kind, handle));
    }
  }
  return found;
}

/** `hints` are those of this text, from a table that holds {@link HANDLE_WORDS}. */
export function findHandles(text: string, hints: Hints): Contact[] {
  const { words: present, longWord } = hints;
  if (present.size === 0 && !longWord) return [];
  const found = byLabels(text, hints);
  for (const { kind, words, pattern, proof } of LINK_SEARCHES) {
    if (words.length === 0 ? !longWord : !words.some((word) => present.has(word))) continue;
    for (const match of text.matchAll(pattern)) {
      const [all, handle = ''] = match;
      if (kind === 'tox' && !isToxId(handle)) continue;
      if (isProven(proof, text, match.index, match.index + all.length)) found.push(contactOf(kind, handle));
    }
  }
  if (INVITING.some((word) => present.has(word))) {
    for (const [, raw = ''] of text.matchAll(INVITATION))
      found.push({ kind: 'telegram', value: `+${raw}`, raw });
  }
  return found.filter((contact) => contact !== null);
}
