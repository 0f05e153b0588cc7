/** Whether one watch-list can find anything in a text in which another one found nothing. */
import type { Watchlist } from '../model/watchlist.ts';

/**
 * Not when both search for the very same; laws, contexts and red flags find nothing alone. A name less is enough to find more:
 * one that was part of a longer, unlisted name kept a shorter one inside it from being taken for a find.
 */
export function findsMore(before: Watchlist, after: Watchlist): boolean {
  const [old, now] = [identifiersOf(before), identifiersOf(after)];
  return old.size !== now.size || !now.isSubsetOf(old);
}

/** An ambiguous name is searched for in fewer disguises. */
function identifiersOf({ substances }: Watchlist): Set<string> {
  return new Set(
    substances.flatMap(({ id, terms, cas, structures }) => [
      ...cas.map(({ number }) => `${id} cas ${number}`),
      ...structures.map(({ inchikey, smiles }) => `${id} structure ${inchikey} ${smiles}`),
      ...terms
        .filter(({ state }) => state === 'live' || state === 'shadow')
        .map(({ text, ambiguous }) => `${id} ${ambiguous ? 'ambiguous' : 'name'} ${text}`),
    ]),
  );
}
