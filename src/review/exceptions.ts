/** Drafts of exceptions: kept with what they would have cost, as entries that an operator can take into a pack. */
import type { ExceptionDraft, ExceptionRequest } from '../model/exception-api.ts';
import { type RowPage, type RowPageQuery, rowPage } from '../model/row-page.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import { alertExists } from '../store/desk/alert-standing.ts';
import { createDraft, dropDraft, listDrafts } from '../store/desk/exception-drafts.ts';
import { sealedFrom } from '../store/desk/sealed-alerts.ts';
import type { Db } from '../store/open-database.ts';
import type { Actor } from './actor.ts';
import { tryException } from './propose-exceptions.ts';
import { sealRemoves } from './sealed.ts';
import { tidyNote } from './transitions.ts';

/** Gives its number; null when there is no such alert. */
export async function draftException(
  db: Db,
  request: ExceptionRequest,
  actor: Actor,
  now: Date,
): Promise<number | null> {
  const tried = await tryException(db, request.term, request.phrase);
  if (tried === null) return null;
  return await db.transaction().execute(async (tx) => {
    if (!(await alertExists(tx, request.alert))) return null;
    const note = tidyNote(request.note);
    const id = await createDraft(tx, { ...request, note, ...tried, by: actor.id, now });
    const detail = { draft: id, term: request.term, phrase: request.phrase };
    const entry = {
      actor: actor.name,
      action: 'exception.draft' as const,
      subject: `alert:${request.alert}`,
    };
    await appendAudit(tx, { ...entry, detail }, now);
    return id;
  });
}

/** False when there is none, or it was dropped already. */
export async function dropException(db: Db, id: number, actor: Actor, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    if (!(await dropDraft(tx, id, actor.id, now))) return false;
    const entry = { actor: actor.name, action: 'exception.drop' as const, subject: `exception:${id}` };
    await appendAudit(tx, { ...entry, detail: {} }, now);
    return true;
  });
}

/** Without those made after alerts that this person has a second look at. */
export async function readDrafts(
  db: Db,
  asked: RowPageQuery,
  actor: Actor,
): Promise<RowPage<ExceptionDraft>> {
  const sealed = await sealedFrom(db, actor.id);
  const drafts = await listDrafts(db, asked, sealed);
  const items = drafts.map((draft) => ({
    ...draft,
    removes: sealRemoves(draft.removes, sealed),
    yaml: toYaml(draft),
  }));
  return rowPage(items, asked.limit);
}

/** JSON strings are YAML strings: whatever stands in a phrase, it stays one. */
function toYaml({ id, term, phrase, by, createdAt }: Omit<ExceptionDraft, 'yaml'>): string {
  const meaning = `what "${phrase}" speaks of, says ${by}, ${createdAt.slice(0, 10)}`;
  return [
    'innocent_contexts:',
    `  - id: draft-${id}`,
    `    meaning: ${JSON.stringify(meaning)}`,
    '    source: unverified',
    '    verified: false',
    `    terms: [${JSON.stringify(term)}]`,
    `    phrases: [${JSON.stringify(phrase)}]`,
    '',
  ].join('\n');
}
