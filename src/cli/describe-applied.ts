/** What became of the configuration when its files were taken into the database, in lines for a person. */
import type { Applied } from '../pipeline/apply-config.ts';
import { count } from '../text/count.ts';

/** "1 added (a), 2 removed (b, c)"; empty where nothing changed. */
function changes({ added, changed, removed }: Applied): string {
  const parts = Object.entries({ added, changed, removed }).filter(([, ids]) => ids.length > 0);
  return parts.map(([what, ids]) => `${ids.length} ${what} (${ids.join(', ')})`).join(', ');
}

/** The first list of a database takes the place of no other. */
function listLines({ watchlist }: Applied): string[] {
  if (watchlist === null || watchlist.before === null) return [];
  const { version, before, rescreen } = watchlist;
  const again =
    rescreen === null
      ? ''
      : ` Stored listings are screened again under it (re-screening ${rescreen}; see \`rescreen list\`).`;
  return [`Watch-list ${version} is in use instead of ${before}.${again}`];
}

/** `sites`: how many there are now. */
export function describeApplied(applied: Applied, sites: number): string[] {
  const told = changes(applied);
  return [`${count(sites, 'site')} applied${told === '' ? '' : `: ${told}`}.`, ...listLines(applied)];
}

/** Of a start: nothing where nothing changed. */
export function describeChanges(applied: Applied): string[] {
  const told = changes(applied);
  return [...(told === '' ? [] : [`Sites by the files here: ${told}.`]), ...listLines(applied)];
}
