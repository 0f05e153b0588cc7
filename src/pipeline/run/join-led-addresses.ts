/** At the end of a run: addresses that led to a page which had been read, and what a list made a listing of there. */
import { isSentOn } from '../../dedupe/same-listing.ts';
import { holdsLease } from '../../store/crawling/sites.ts';
import { absorbCards, addAliases, readListingsByKey } from '../../store/offers/listing-aliases.ts';
import { findListings } from '../../store/offers/listings.ts';
import type { Db } from '../../store/open-database.ts';
import type { IngestTools, RunContext } from '../page/run-context.ts';

/** Keys of the address that was asked for and of the page that it led to. */
export type LedAddress = { readonly from: string; readonly to: string };

const BATCH = 200;

/** A card is the listing that its address leads to, as far as both say the same: its row goes up in that one's. */
export async function joinLedAddresses(
  { db }: Pick<IngestTools, 'db'>,
  { site, token }: RunContext,
  led: readonly LedAddress[],
): Promise<void> {
  for (let at = 0; at < led.length; at += BATCH) {
    const batch = led.slice(at, at + BATCH);
    const held = await db.transaction().execute(async (tx) => {
      if (!(await holdsLease(tx, site.id, token))) return false;
      await joinSome(tx, site.id, batch);
      return true;
    });
    if (!held) return;
  }
}

async function joinSome(db: Db, site: string, led: readonly LedAddress[]): Promise<void> {
  const known = await findListings(
    db,
    site,
    led.flatMap(({ from, to }) => [from, to]),
  );
  const pairs = led.flatMap(({ from, to }) => {
    const [card, into] = [known.get(from), known.get(to)];
    const isCard = card !== undefined && into !== undefined && card.partial && card.id !== into.id;
    return isCard && !into.partial ? [{ from, card: card.key, into }] : [];
  });
  const texts = await readListingsByKey(
    db,
    site,
    pairs.flatMap(({ card, into }) => [card, into.key]),
  );
  const same = pairs.filter(({ card, into }) => {
    const [listing, other] = [texts.get(card), texts.get(into.key)];
    return listing !== undefined && other !== undefined && isSentOn(listing, other);
  });
  await absorbCards(
    db,
    site,
    same.map(({ card, into }) => ({ card, into: into.key })),
  );
  await addAliases(
    db,
    site,
    same.map(({ from, into }) => ({ alias: from, listing: into.id })),
  );
}
