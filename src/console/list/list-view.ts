/** The alert list's filters and order as the address bar keeps them: the same address shows the same view. */
import { type AlertFilters, type ListQuery, listQuery } from '../../model/api.ts';

export type ListView = ListQuery;

export const DEFAULT_VIEW: ListView = { state: 'open', sort: 'urgency' };

/** In the order of the query string. */
const FILTER_NAMES = [
  'severity',
  'substance',
  'site',
  'seller',
  'language',
  'technique',
  'olderThanHours',
  'newerThanHours',
  'assignee',
  'outcome',
  'text',
] as const satisfies readonly (keyof AlertFilters)[];
const VIEW_NAMES = ['state', ...FILTER_NAMES, 'sort'] as const;

/** Reads a view from a query string; what is unknown or malformed there counts as not given. */
export function viewFromParams(params: URLSearchParams): ListView {
  const read = <T>(schema: { safeParse(value: unknown): { data?: T } }, name: string): T | undefined =>
    schema.safeParse(params.get(name)?.trim() || undefined).data;
  const { shape } = listQuery;
  return {
    state: read(shape.state, 'state') ?? DEFAULT_VIEW.state,
    severity: read(shape.severity, 'severity'),
    substance: read(shape.substance, 'substance'),
    site: read(shape.site, 'site'),
    seller: read(shape.seller, 'seller'),
    language: read(shape.language, 'language'),
    technique: read(shape.technique, 'technique'),
    olderThanHours: read(shape.olderThanHours, 'olderThanHours'),
    newerThanHours: read(shape.newerThanHours, 'newerThanHours'),
    assignee: read(shape.assignee, 'assignee'),
    outcome: read(shape.outcome, 'outcome'),
    text: read(shape.text, 'text'),
    sort: read(shape.sort, 'sort') ?? DEFAULT_VIEW.sort,
  };
}

/** The query string of a view, without what is default; always in the same order. */
export function paramsFromView(view: ListView): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of VIEW_NAMES) {
    const value = view[name];
    if (value === undefined || value === '') continue;
    if (!(name in DEFAULT_VIEW) || value !== DEFAULT_VIEW[name]) params.set(name, String(value));
  }
  return params;
}

/** How many filters narrow the list; the state is none. */
export function filtersSet(view: ListView): number {
  return FILTER_NAMES.filter((name) => view[name] !== undefined).length;
}

/** True when anything but the state narrows the list. */
export function isNarrowed(view: ListView): boolean {
  return filtersSet(view) > 0;
}

/** The same state and order without the filters. */
export function cleared(view: ListView): ListView {
  return { state: view.state, sort: view.sort };
}

/** What narrows the view, as the interface takes it. */
export function filtersOf(view: ListView): AlertFilters {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]])),
  );
}

/** "/alerts/17?severity=high": a path that carries the view along. */
export function withView(path: string, view: ListView): string {
  const query = paramsFromView(view).toString();
  return query === '' ? path : `${path}?${query}`;
}
