/** What changes in screening from one watch-list to another. */
import type { Watchlist } from '../src/model/watchlist.ts';
import { LIVE_AREAS, type WatchlistChange, type WatchlistDiff } from '../src/model/watchlist-diff.ts';
import { type LiveFact, liveFacts } from './live-facts.ts';

/** Compares the facts that the versions are made of: no change exactly when the versions are equal. */
export function diffWatchlists(from: Watchlist, to: Watchlist): WatchlistDiff {
  const before = liveFacts(from);
  const after = liveFacts(to);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes = keys.flatMap((key): WatchlistChange[] => {
    const old = before.get(key);
    const fresh = after.get(key);
    if (old === undefined) return fresh === undefined ? [] : [appeared(fresh, from)];
    return fresh === undefined ? [vanished(old, to)] : changedFields(old, fresh);
  });
  // Sorting keeps the order of keys within an area.
  changes.sort((a, b) => LIVE_AREAS.indexOf(a.area) - LIVE_AREAS.indexOf(b.area));
  return { from: from.version, to: to.version, changes };
}

function changedFields(old: LiveFact, { fields }: LiveFact): WatchlistChange[] {
  const { area, subject, item } = old;
  return [...new Set([...Object.keys(old.fields), ...Object.keys(fields)])].sort().flatMap((field) => {
    const before = old.fields[field] ?? null;
    const after = fields[field] ?? null;
    return before === after ? [] : [{ area, subject, item, change: 'changed', field, before, after }];
  });
}

/** A term that was a draft or expired before has changed its state; anything else is new. */
function appeared(fact: LiveFact, from: Watchlist): WatchlistChange {
  const { area, subject, item } = fact;
  const before = restingState(fact, from);
  const after = fact.fields['state'] ?? null;
  return before === null
    ? { area, subject, item, change: 'added', field: null, before: null, after: summary(fact) }
    : { area, subject, item, change: 'changed', field: 'state', before, after };
}

function vanished(fact: LiveFact, to: Watchlist): WatchlistChange {
  const { area, subject, item } = fact;
  const after = restingState(fact, to);
  const before = fact.fields['state'] ?? null;
  return after === null
    ? { area, subject, item, change: 'removed', field: null, before: summary(fact), after: null }
    : { area, subject, item, change: 'changed', field: 'state', before, after };
}

/** State of a term that a list holds without searching for it. */
function restingState({ area, subject, item }: LiveFact, list: Watchlist): string | null {
  if (area !== 'term') return null;
  const substance = list.substances.find(({ id }) => id === subject);
  return substance?.terms.find(({ text }) => text === item)?.state ?? null;
}

/** What the fact says in one line, but for its source; null when its name says all. */
function summary({ fields }: LiveFact): string | null {
  const said = Object.entries(fields).filter(([field, value]) => value !== null && field !== 'source');
  return said.length === 0 ? null : said.map(([field, value]) => `${field} ${value}`).join(', ');
}
