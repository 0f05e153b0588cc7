/** Which contacts are a marketplace's or a service's: what many different sellers give names none of them. */

export type ContactHolder = {
  readonly seller: number;
  readonly site: string;
  /** It has other contacts besides. */
  readonly hasOthers: boolean;
};

/** So many sellers at most are taken for one by one contact; it is also how many are looked at. */
export const MOST_HOLDERS = 60;
/** So many on one site, most of whom have contacts of their own: then this one is the site's. */
const HOTLINE_FROM = 3;

/** Someone with forty names has the same contact and no other under each; sellers with a hotline have their own besides. */
export function isShared(holders: readonly ContactHolder[]): boolean {
  if (holders.length >= MOST_HOLDERS) return true;
  for (const [, here] of Map.groupBy(holders, ({ site }) => site)) {
    const withOwn = here.filter(({ hasOthers }) => hasOthers).length;
    if (here.length >= HOTLINE_FROM && withOwn * 2 > here.length) return true;
  }
  return false;
}

/** Two accounts on one site share a contact though each has another one of its own: it may well be the site's. */
export function areApart(
  a: { readonly site: string; readonly contacts: ReadonlySet<string> },
  b: { readonly site: string; readonly contacts: ReadonlySet<string> },
): boolean {
  if (a.contacts.size === 0 || b.contacts.size === 0) return false;
  if (a.contacts.isDisjointFrom(b.contacts)) return true;
  const own = a.contacts.difference(b.contacts).size > 0 && b.contacts.difference(a.contacts).size > 0;
  return own && a.site === b.site;
}
