/** Notes who can be reached how, and links sellers that give the same contacts; shared ones link nobody. */
import { linkSellers, signOfContact } from '../../dedupe/link-sellers.ts';
import { areApart, isShared, MOST_HOLDERS } from '../../dedupe/shared-contacts.ts';
import type { LinkEvidence } from '../../model/offer.ts';
import {
  type LinkToWrite,
  linksAmong,
  lockLinks,
  type StoredLink,
  writeLinks,
} from '../../store/offers/link-evidence.ts';
import {
  addContacts,
  contactsOf,
  type Holder,
  holdersOf,
  markShared,
  type SellerContact,
  sitesOf,
} from '../../store/offers/seller-contacts.ts';
import type { Db } from '../../store/open-database.ts';

/** One pair of sellers with evidence that is new. */
export type NewEvidence = { readonly a: number; readonly b: number; readonly evidence: LinkEvidence };

const MOST_EVIDENCE = 20;

/** Gives the contacts that were found to be shared. */
export async function linkByContacts(
  db: Db,
  contacts: readonly SellerContact[],
  now: Date,
): Promise<readonly string[]> {
  const fresh = await addContacts(db, contacts);
  const keys = [...new Set(fresh.map(({ key }) => key))];
  const holders = Map.groupBy(await holdersOf(db, keys, MOST_HOLDERS), ({ key }) => key);
  const shared: { key: string; sellers: number }[] = [];
  const found: NewEvidence[] = [];
  for (const [key, all] of holders) {
    if (isShared(all)) {
      shared.push({ key, sellers: all.length });
      await unlink(db, key, all, now);
    } else found.push(...evidenceOf(key, all, fresh));
  }
  await markShared(db, shared, now);
  await addEvidence(db, found, now);
  return shared.map(({ key }) => key);
}

function evidenceOf(key: string, holders: readonly Holder[], fresh: readonly SellerContact[]): NewEvidence[] {
  const newcomers = new Set(fresh.filter((each) => each.key === key).map(({ seller }) => seller));
  return holders
    .filter(({ seller }) => newcomers.has(seller))
    .flatMap(({ seller }) =>
      holders.flatMap(({ seller: other }) =>
        other === seller || (newcomers.has(other) && other < seller)
          ? []
          : [{ ...ordered(seller, other), evidence: { sign: signOfContact(key), detail: key } }],
      ),
    );
}

function ordered(x: number, y: number): { a: number; b: number } {
  return x < y ? { a: x, b: y } : { a: y, b: x };
}

const nameOf = ({ a, b }: { a: number; b: number }) => `${a} ${b}`;

/** Adds to what is known of the pairs, and weighs it anew. */
export async function addEvidence(db: Db, found: readonly NewEvidence[], now: Date): Promise<void> {
  if (found.length === 0) return;
  const known = new Map((await lockLinks(db, found, now)).map((link) => [nameOf(link), link.evidence]));
  const before = new Map(known);
  for (const pair of found) {
    const name = nameOf(pair);
    const evidence = known.get(name) ?? [];
    const same = evidence.some(
      (each) => each.sign === pair.evidence.sign && each.detail === pair.evidence.detail,
    );
    if (!same && evidence.length < MOST_EVIDENCE) known.set(name, [...evidence, pair.evidence]);
  }
  const grown = new Map(found.map((pair) => [nameOf(pair), pair]));
  const changed = [...grown].filter(([name]) => known.get(name) !== before.get(name));
  await weigh(
    db,
    changed.map(([name, { a, b }]) => ({ a, b, evidence: known.get(name) ?? [] })),
    now,
  );
}

async function weigh(db: Db, pairs: readonly Omit<LinkToWrite, 'strength'>[], now: Date): Promise<void> {
  if (pairs.length === 0) return;
  const contacts = await contactsOf(db, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]);
  const sites = await sitesOf(db, [...contacts.keys()]);
  const side = (seller: number) => ({
    site: sites.get(seller) ?? '',
    contacts: contacts.get(seller) ?? new Set<string>(),
  });
  const links = pairs.map(({ a, b, evidence }) => {
    const { strength } = linkSellers(evidence, areApart(side(a), side(b)), null);
    return { a, b, evidence, strength };
  });
  await writeLinks(db, links, now);
}

/** What a contact spoke for before it was known to be shared is taken back. */
async function unlink(db: Db, key: string, holders: readonly Holder[], now: Date): Promise<void> {
  const links = await linksAmong(
    db,
    holders.map(({ seller }) => seller),
  );
  const without = (link: StoredLink) => ({
    a: link.a,
    b: link.b,
    evidence: link.evidence.filter(({ detail }) => detail !== key),
  });
  const told = links.filter(({ evidence }) => evidence.some(({ detail }) => detail === key));
  await weigh(db, told.map(without), now);
}
