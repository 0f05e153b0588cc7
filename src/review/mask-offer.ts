/** What is shown of an offer's listings, history, seller and links: contacts masked as everywhere, wherever they stand. */
import type { Contact } from '../model/listing.ts';
import type { AlertRevision, LinkEvidence, ListingChange } from '../model/offer.ts';
import type { Sighting } from '../model/offer-api.ts';
import type { StoredSighting } from '../store/desk/sightings.ts';
import { maskContact } from '../text/mask-contacts.ts';
import { type Mask, maskFor } from './mask-listing.ts';

/** Kinds of evidence whose detail is a contact and nothing else. */
const CONTACT_SIGNS: ReadonlySet<string> = new Set(['phone', 'email', 'wallet', 'handle']);

/** What stands before each contact in the text of a change. */
const KIND = /^…?[a-z]+ /;

function maskWhole(value: string): string {
  return maskContact({ kind: 'url', value, raw: value }).value;
}

/** "phone +44…, telegram x" → the same with dots; `kind` ends with the separator. */
function maskEach(text: string, kind: RegExp): string {
  return text
    .split(', ')
    .map((each) => {
      const at = kind.exec(each)?.[0].length ?? 0;
      return each.slice(0, at) + maskWhole(each.slice(at));
    })
    .join(', ');
}

/** "phone:+44…" → "phone:••…". */
export function maskContactKey(key: string): string {
  return key.startsWith('domain:') ? key : maskEach(key, /^[a-z]+:/);
}

function maskChange(change: ListingChange, mask: Mask): ListingChange {
  const hide = (text: string | null) => {
    if (text === null) return null;
    return change.field === 'contacts' ? maskEach(text, KIND) : mask(text);
  };
  return { ...change, before: hide(change.before), after: hide(change.after) };
}

/** Contacts that changes tell of: those that a listing gave before stand in its former texts. */
export function contactsIn(changes: readonly ListingChange[]): Contact[] {
  const told = changes.filter(({ field }) => field === 'contacts');
  const each = told.flatMap(({ before, after }) =>
    [before, after].flatMap((text) => text?.split(', ') ?? []),
  );
  return each.map((text) => {
    const value = text.replace(KIND, '');
    return { kind: 'url', value, raw: value };
  });
}

/** `open`: whoever sees it may see contacts. */
export function showSighting({ sighting, contacts }: StoredSighting, open: boolean): Sighting {
  if (open) return sighting;
  const { title, price, history } = sighting;
  const mask = maskFor([...contacts, ...contactsIn(history.flatMap(({ changes }) => changes))]);
  return {
    ...sighting,
    title: title === null ? null : mask(title),
    price: price === null ? null : { ...price, raw: mask(price.raw) },
    history: history.map((version) => ({
      ...version,
      changes: version.changes.map((change) => maskChange(change, mask)),
    })),
  };
}

/** @param contacts those of all listings of the offer, whichever led it then */
export function showRevision(
  revision: AlertRevision,
  contacts: readonly Contact[],
  open: boolean,
): AlertRevision {
  if (open) return revision;
  const mask = maskFor(contacts);
  return { ...revision, changes: revision.changes.map((change) => maskChange(change, mask)) };
}

/** @param contacts those of the two sellers, who may be called by one of them */
export function showEvidence(
  evidence: readonly LinkEvidence[],
  contacts: readonly Contact[],
  open: boolean,
): LinkEvidence[] {
  if (open) return [...evidence];
  const mask = maskFor(contacts);
  return evidence.map(({ sign, detail }) => ({
    sign,
    detail: CONTACT_SIGNS.has(sign) ? maskContactKey(detail) : mask(detail),
  }));
}
