/** Hides what is known to be noise, for a while, with an author, a reason and a count of what it cost. */

import { type RowPage, rowPage } from '../model/row-page.ts';
import {
  LONGEST_SUPPRESSION_DAYS,
  type Suppression,
  type SuppressionPreview,
  type SuppressionQuery,
  type SuppressionRequest,
  type SuppressionScope,
} from '../model/suppression-api.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { contactsOfSellers } from '../store/desk/alert-contacts.ts';
import { listAlertRows } from '../store/desk/alert-list.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import {
  countScope,
  createSuppression,
  endSuppression,
  listSuppressions,
} from '../store/desk/suppressions.ts';
import type { Db } from '../store/open-database.ts';
import { maskContacts } from '../text/mask-contacts.ts';
import type { Actor } from './actor.ts';
import { maskRows } from './alert-list.ts';

const SAMPLE = 20;
const DAY_MS = 86_400_000;

export async function previewSuppression(
  db: Db,
  scope: SuppressionScope,
  actor: Actor,
  now: Date,
): Promise<SuppressionPreview> {
  const { sample, ...counts } = await countScope(db, scope, SAMPLE, await sealedFrom(db, actor.id));
  return { ...counts, sample: maskRows(await listAlertRows(db, sample, now)) };
}

export type Suppressed =
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'not-found' | 'wrong-time'; readonly detail: string };

export async function suppress(
  db: Db,
  request: SuppressionRequest,
  actor: Actor,
  now: Date,
): Promise<Suppressed> {
  const expiresAt = new Date(request.expiresAt);
  const latest = now.getTime() + LONGEST_SUPPRESSION_DAYS * DAY_MS;
  if (!(expiresAt.getTime() > now.getTime() && expiresAt.getTime() <= latest)) {
    const detail = `It ends at a moment that is to come, at most ${LONGEST_SUPPRESSION_DAYS} days away.`;
    return { kind: 'wrong-time', detail };
  }
  return await db.transaction().execute(async (tx): Promise<Suppressed> => {
    const { term, site, seller, reason } = request;
    const id = await createSuppression(tx, { term, site, seller, reason, by: actor.id, now, expiresAt });
    if (id === null) return { kind: 'not-found', detail: 'There is no such site or seller.' };
    const detail = { term, site, seller, expiresAt: expiresAt.toISOString() };
    const entry = { actor: actor.name, action: 'suppression.create' as const, subject: `suppression:${id}` };
    await appendAudit(tx, { ...entry, detail }, now);
    return { kind: 'done', id };
  });
}

/** False when there is none, or it has ended. */
export async function liftSuppression(db: Db, id: number, actor: Actor, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    if (!(await endSuppression(tx, id, actor.id, now))) return false;
    const entry = { actor: actor.name, action: 'suppression.end' as const, subject: `suppression:${id}` };
    await appendAudit(tx, { ...entry, detail: {} }, now);
    return true;
  });
}

/** Sellers call themselves by their numbers: their names are masked as everywhere. */
export async function readSuppressions(db: Db, asked: SuppressionQuery): Promise<RowPage<Suppression>> {
  const found = await listSuppressions(db, asked);
  const sellers = found.flatMap(({ seller }) => (seller === null ? [] : [seller.id]));
  const contacts = await contactsOfSellers(db, [...new Set(sellers)]);
  const items = found.map(({ seller, ...rest }) => {
    if (seller === null || seller.name === null) return { ...rest, seller };
    const name = maskContacts(seller.name, contacts.get(seller.id) ?? []);
    return { ...rest, seller: { ...seller, name } };
  });
  return rowPage(items, asked.limit);
}
