/** Whether one watch-list can find anything in a text in which another one found nothing. */
import type { Watchlist } from '../model/watchlist.ts';

/** Not when all that it searches for is searched for by the other one, too; laws, contexts and red flags find nothing alone. */
export function findsMore(before: Watchlist, after: Watchlist): boolean {
  return !identifiersOf(after).isSubsetOf(identifiersOf(before));
}

/** An ambiguous name is searched for in fewer disguises. */
function identifiersOf({ substances }: Watchlist): Set<string> {
  return new Set(
    substances.flatMap(({ terms, cas }) => [
      ...cas.map(({ number }) => `cas ${number}`),
      ...terms
        .filter(({ state }) => state === 'live' || state === 'shadow')
        .map(({ text, ambiguous }) => `${ambiguous ? 'ambiguous' : 'name'} ${text}`),
    ]),
  );
}
