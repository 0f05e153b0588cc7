/** Requests and responses about saved views of the list. */
import { z } from 'zod';
import { type ListQuery, listQuery } from './api.ts';

export const VIEW_PATHS = { views: '/api/v1/views', view: '/api/v1/views/:id' } as const;

export const viewQuery = listQuery;
export type ViewQuery = ListQuery;

const name = z.string().trim().min(1).max(80);

export const savedView = z.strictObject({
  id: z.int(),
  name: z.string(),
  query: viewQuery,
  shared: z.boolean(),
  by: z.string(),
  /** True for one's own, which alone can be changed. */
  mine: z.boolean(),
  updatedAt: z.string(),
});
export type SavedView = z.infer<typeof savedView>;

export const viewList = z.strictObject({ items: z.array(savedView), next: z.int().nullable() });

/** Sharing needs the permission `alerts:lead`. */
export const viewRequest = z.strictObject({ name, query: viewQuery, shared: z.boolean().default(false) });
export type ViewRequest = z.infer<typeof viewRequest>;
