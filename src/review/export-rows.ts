/** One alert as a line of a table, for programs and spreadsheets. */
import type { AlertDetail, Decision } from '../model/api.ts';
import type { Marking } from '../model/export-api.ts';

type Cell = string | number | null;

type Source = { readonly alert: AlertDetail; readonly decision: Decision | null; readonly marking: Marking };

const COLUMNS: Readonly<Record<string, (source: Source) => Cell>> = {
  marking: ({ marking }) => marking,
  alert: ({ alert }) => alert.id,
  revision: ({ alert }) => alert.revision,
  state: ({ alert }) => alert.state,
  severity: ({ alert }) => alert.severity,
  score: ({ alert }) => alert.score,
  substances: ({ alert }) => list(alert.substances.map(({ name }) => name)),
  title: ({ alert }) => alert.title,
  site: ({ alert }) => alert.site.name,
  address: ({ alert }) => alert.listing.url,
  seller: ({ alert }) => alert.seller,
  'seller country': ({ alert }) => alert.listing.seller?.country ?? null,
  contacts: ({ alert }) => list(alert.listing.contacts.map(({ kind, value }) => `${kind} ${value}`)),
  price: ({ alert }) => alert.listing.price?.raw ?? null,
  quantity: ({ alert }) => alert.listing.quantity,
  location: ({ alert }) => alert.listing.location,
  language: ({ alert }) => alert.language,
  terms: ({ alert }) => list(alert.texts.flatMap(({ hits }) => hits.map(({ term }) => term))),
  techniques: ({ alert }) => list(alert.techniques),
  law: ({ alert }) =>
    list(
      alert.law.map((row) => `${row.regime} ${row.list} ${row.effective ?? 'date unknown'} ${row.status}`),
    ),
  watchlist: ({ alert }) => alert.watchlist,
  sightings: ({ alert }) => alert.sightings,
  opened: ({ alert }) => alert.openedAt,
  revised: ({ alert }) => alert.revisedAt,
  due: ({ alert }) => alert.dueAt,
  outcome: ({ alert }) => alert.outcome,
  reason: ({ decision }) => decision?.reason ?? null,
  policy: ({ decision }) => decision?.policy ?? null,
  note: ({ decision }) => decision?.note ?? null,
  'decided by': ({ decision }) => decision?.by ?? null,
  'decided at': ({ decision }) => decision?.at ?? null,
  'page captured': ({ alert }) => alert.capturedAt,
  'page sha256': ({ alert }) => alert.capture,
  practice: ({ alert }) => (alert.practice ? 'practice' : null),
};

export const EXPORT_COLUMNS = Object.keys(COLUMNS);

export function exportRow(alert: AlertDetail, marking: Marking): Cell[] {
  const decided =
    alert.state === 'decided' ? alert.decisions.findLast(({ action }) => action === 'decide') : undefined;
  const source = { alert, decision: decided ?? null, marking };
  return Object.values(COLUMNS).map((read) => read(source));
}

function list(values: readonly string[]): string {
  return [...new Set(values)].join('; ');
}
