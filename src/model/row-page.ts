/** Lists that come page by page, the newest first: what is asked of them, and where a page ends. */
import { z } from 'zod';

/** `before`: only those before this number, where the page before ended. */
export const rowPageQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RowPageQuery = z.infer<typeof rowPageQuery>;

export type RowPage<T> = { readonly items: T[]; readonly next: number | null };

/** `next` is the value of `before` for the following page; null after the last one. */
export function rowPage<T extends { readonly id: number }>(items: T[], limit: number): RowPage<T> {
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}
