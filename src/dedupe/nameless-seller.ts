/** Who sells what names no seller? Whoever gave one of its contacts on the same site, as long as no other contact speaks against it. */

/** One seller of the site, with the contacts that name it: "kind:value". */
export type KnownSeller = { readonly key: string; readonly contacts: ReadonlySet<string> };

function kindsOf(contacts: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(contacts, (contact) => contact.slice(0, contact.indexOf(':')));
}

/** Both give a telephone number, say, and share none: what else they share is the site's. */
function contradict(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const others = kindsOf(b);
  return [...kindsOf(a)].some(([kind, values]) => {
    const theirs = others.get(kind);
    return theirs !== undefined && !values.some((value) => theirs.includes(value));
  });
}

/** A shop shows now this contact and now that one. null when nobody fits; the first of several. */
export function findNameless(
  contacts: ReadonlySet<string>,
  sellers: readonly KnownSeller[],
): KnownSeller | null {
  return (
    sellers.find(
      (seller) => !contacts.isDisjointFrom(seller.contacts) && !contradict(contacts, seller.contacts),
    ) ?? null
  );
}
