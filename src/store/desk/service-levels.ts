/** The table `service_levels`: the time allowed from alert to decision, by severity. */
import { sql } from 'kysely';
import { SEVERITIES, type Severity } from '../../model/assessment.ts';
import { inTransaction } from '../in-transaction.ts';
import type { Db } from '../open-database.ts';

/** Where it differs from before, every alert that is not decided gets its new end of time. */
export async function applyServiceLevels(db: Db, hours: Readonly<Record<Severity, number>>): Promise<void> {
  const wanted = SEVERITIES.map((severity) => ({ severity, seconds: Math.round(hours[severity] * 3600) }));
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ severity: Severity }>`
      update service_levels s set seconds = given.seconds
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as given (severity text, seconds integer)
      where s.severity = given.severity and s.seconds <> given.seconds returning s.severity`.execute(tx);
    if (rows.length === 0) return;
    await sql`
      update alerts a set due_at = a.waiting_since + make_interval(secs => s.seconds)
      from service_levels s where s.severity = a.severity and a.state <> 'decided'
        and a.severity = any(${rows.map((row) => row.severity)}::text[])`.execute(tx);
  });
}
