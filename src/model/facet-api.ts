/** Requests and responses about what a list of alerts can be narrowed by: the values that there are, with their counts. */
import { z } from 'zod';
import { alertFilters, LIST_STATES } from './api.ts';

export const FACET_PATHS = { facets: '/api/v1/alerts/facets' } as const;

/** Filters whose values are found in the alerts; those with a few fixed values need no question. */
export const FACETS = ['substance', 'site', 'seller', 'language', 'technique', 'assignee'] as const;
export type Facet = (typeof FACETS)[number];

export const facetQuery = z.strictObject({
  of: z.enum(FACETS),
  state: z.enum(LIST_STATES).default('open'),
  ...alertFilters.shape,
  /** Part of a name or a whole value: only what has it is given. */
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type FacetQuery = z.infer<typeof facetQuery>;

export const facetList = z.strictObject({
  /** `value` is what the filter takes. The most frequent first; counted under all other filters of the list. */
  items: z.array(z.strictObject({ value: z.string(), name: z.string(), alerts: z.int() })),
  /** There are more: search for them. */
  more: z.boolean(),
});
export type FacetList = z.infer<typeof facetList>;
export type FacetValue = FacetList['items'][number];
