/** Says in lines what share of a run's listings had each field, what could not be read, and what earlier runs had more of. */
import type { FieldCoverage } from '../model/field-coverage.ts';
import type { Reader } from '../model/listing.ts';
import type { CoverageDrop } from '../pipeline/health/coverage-drops.ts';
import { count } from '../text/count.ts';

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** "title 100 % (site), price 90 % (site 60 %, json-ld 30 %)"; fields that all listings have from the page itself say nothing. */
function sharesOf(rows: readonly FieldCoverage[]): string {
  const byField = Map.groupBy(
    rows.filter(({ filled, reader }) => filled > 0 && reader !== 'page'),
    ({ field }) => field,
  );
  return [...byField]
    .map(([field, readers]) => {
      const listings = Math.max(1, readers[0]?.listings ?? 0);
      const total = readers.reduce((sum, { filled }) => sum + filled, 0);
      const named = readers.map(({ reader, filled }) =>
        readers.length === 1 ? reader : `${reader} ${percent(filled / listings)}`,
      );
      return `${field} ${percent(total / listings)} (${named.join(', ')})`;
    })
    .join(', ');
}

function unreadLine({ pages, field, reader, unread, samples }: FieldCoverage): string {
  const shown = samples.map((sample) => `"${sample}"`).join(', ');
  return `Not read: ${field} by ${reader}, ${unread} × on ${pages} pages: ${shown}.`;
}

/** What stood on one page and could not be read. */
export function unreadLines(
  unread: readonly { readonly field: string; readonly reader: Reader; readonly sample: string }[],
): string[] {
  return unread.map(({ field, reader, sample }) => `Not read: ${field} by ${reader}: "${sample}".`);
}

function dropLine({ pages, field, reader, usual, now, listings }: CoverageDrop): string {
  const by = reader === null ? '' : ` by ${reader}`;
  return `Drop: ${field}${by} in ${percent(now)} of ${count(listings, 'listing')} of ${pages} pages, usually ${percent(usual)}.`;
}

export function describeFields(rows: readonly FieldCoverage[], drops: readonly CoverageDrop[]): string[] {
  const kinds = [...Map.groupBy(rows, ({ pages }) => pages)].filter(
    ([, some]) => (some[0]?.listings ?? 0) > 0,
  );
  return [
    ...kinds.map(([pages, some]) => `Fields of ${some[0]?.listings} on ${pages} pages: ${sharesOf(some)}.`),
    ...rows.filter(({ unread }) => unread > 0).map(unreadLine),
    ...drops.map(dropLine),
  ];
}
