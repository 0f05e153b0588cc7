/** Keeps the picture of a page that alerts, beside its copy: once for each copy, as evidence stays what it was. */
import type { Shoot } from '../../../crawlers/shoot-page.ts';
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { hasScreenshot } from '../../store/crawling/screenshots.ts';
import type { Db } from '../../store/open-database.ts';
import type { Journal } from './keep-journal.ts';

type Kept = { readonly db: Db; readonly captures: Pick<CaptureStore, 'begin'> };

/** @param copy SHA-256 of the copy, which stands in the journal already */
export async function keepScreenshot(
  { db, captures }: Kept,
  book: Pick<Journal, 'add'>,
  copy: string,
  shoot: Shoot,
): Promise<void> {
  if (await hasScreenshot(db, copy)) return;
  const shot = await shoot();
  if (shot === null) return;
  const { bytes, ...rest } = shot;
  const { stored, kept } = captures.begin(bytes);
  book.add({ screenshot: { of: copy, ...rest, stored, kept } });
}
