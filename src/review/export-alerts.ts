/** Alerts as a file: chosen, checked, put on record, then written one by one. */
import type { AlertDetail } from '../model/api.ts';
import { EXPORT_MOST, type ExportRequest, type ExportTarget } from '../model/export-api.ts';
import type { ReviewRules } from '../model/review-rules.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { numbersWithoutAlert } from '../store/desk/alert-detail.ts';
import { WHOLE_LISTS } from '../store/desk/alert-lists.ts';
import { selectAlerts } from '../store/desk/bulk-orders.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import { type Actor, actorMay } from './actor.ts';
import { readAlertDetail } from './alert-detail.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';
import { EXPORT_COLUMNS, exportRow } from './export-rows.ts';
import { filtersFor } from './filters-for.ts';
import { writeReport } from './pdf-report.ts';
import { sealOffers } from './sealed.ts';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  pdf: 'application/pdf',
} as const;

export type Exported =
  | {
      readonly kind: 'done';
      readonly name: string;
      readonly type: string;
      readonly content: AsyncIterable<string | Uint8Array>;
    }
  | {
      readonly kind: 'not-permitted' | 'note-missing' | 'too-many-alerts' | 'not-found';
      readonly detail: string;
    };

/** The content is made while it is read. Contacts are masked unless the request says otherwise, whoever asks. */
export async function exportAlerts(
  db: Db,
  request: ExportRequest,
  actor: Actor,
  rules: ReviewRules,
  now: Date,
): Promise<Exported> {
  const { format, contacts, marking } = request;
  if (contacts === 'revealed') {
    if (!actorMay(actor, 'contacts:reveal'))
      return { kind: 'not-permitted', detail: 'You may not see contacts. Ask for masked ones.' };
    if ((request.reason ?? '').length < 3)
      return { kind: 'note-missing', detail: 'Contacts are exported with a reason only.' };
  }
  const most = EXPORT_MOST[format];
  const { ids, matched } = await chosenAlerts(db, request.target, actor, most, now);
  if (matched > most)
    return {
      kind: 'too-many-alerts',
      detail: `There are ${matched}, and ${most} at most in this format. Narrow it.`,
    };
  if (ids.length === 0) return { kind: 'not-found', detail: 'No alert meets this.' };
  const unknown = 'alerts' in request.target ? await numbersWithoutAlert(db, ids) : [];
  if (unknown.length > 0) return { kind: 'not-found', detail: `There is no alert ${unknown.join(', ')}.` };
  const detail = {
    format,
    marking,
    contacts,
    reason: request.reason,
    target: request.target,
    alerts: ids.length,
    // Whose contacts were seen can be told later, whatever the filters meet then.
    ...(contacts === 'revealed' ? { revealed: ids } : {}),
  };
  await db
    .transaction()
    .execute((tx) =>
      appendAudit(tx, { actor: actor.name, action: 'export.make', subject: null, detail }, now),
    );
  const sealed = await sealedFrom(db, actor.id);
  const alerts = readEach(db, ids, { revealed: contacts === 'revealed', sealed }, now);
  return {
    kind: 'done',
    name: `precursor-watch-${now.toISOString().slice(0, 10)}-${marking.replaceAll(/[^A-Z]+/g, '-')}.${format}`,
    type: TYPES[format],
    content: write(alerts, request, actor, rules, now),
  };
}

function write(
  alerts: AsyncIterable<AlertDetail>,
  { format, marking }: ExportRequest,
  actor: Actor,
  rules: ReviewRules,
  now: Date,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return writeCsv(alerts, marking);
    case 'jsonl':
      return writeJsonLines(alerts, { marking, exportedBy: actor.name, exportedAt: now.toISOString() });
    case 'pdf':
      return writeReport(alerts, { marking, by: actor.name, now, font: rules.font });
  }
}

async function chosenAlerts(
  db: Db,
  target: ExportTarget,
  actor: Actor,
  most: number,
  now: Date,
): Promise<{ ids: number[]; matched: number }> {
  if ('alerts' in target) {
    const sealed = await sealedFrom(db, actor.id);
    const ids = [...new Set(target.alerts)].filter((id) => !sealed.includes(id));
    return { ids: ids.slice(0, most), matched: ids.length };
  }
  const { state, filters } =
    'seller' in target ? { state: 'all' as const, filters: { seller: target.seller } } : target;
  return await selectAlerts(db, { state, filters: await filtersFor(db, filters, actor) }, most, now);
}

/** Those that are gone by now are left out. */
async function* readEach(
  db: Db,
  ids: readonly number[],
  { revealed, sealed }: { readonly revealed: boolean; readonly sealed: readonly number[] },
  now: Date,
): AsyncGenerator<AlertDetail> {
  for (const id of ids) {
    const detail = await readAlertDetail(db, id, now, revealed ? 'all' : undefined, WHOLE_LISTS);
    if (detail !== null) yield { ...detail, sellerOffers: sealOffers(detail.sellerOffers, sealed) };
  }
}

async function* writeCsv(
  alerts: AsyncIterable<AlertDetail>,
  marking: ExportRequest['marking'],
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(EXPORT_COLUMNS);
  for await (const alert of alerts) yield csvLine(exportRow(alert, marking));
}

async function* writeJsonLines(
  alerts: AsyncIterable<AlertDetail>,
  head: { readonly marking: string; readonly exportedBy: string; readonly exportedAt: string },
): AsyncGenerator<string> {
  for await (const alert of alerts) yield `${JSON.stringify({ ...head, alert })}\n`;
}
