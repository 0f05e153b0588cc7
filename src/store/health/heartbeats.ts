/** The table `heartbeats`: the last sign of life of each part: "tick", "watch", "heartbeat", "worker HOST:PID". */
import { sql } from 'kysely';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

export type Beat = {
  readonly part: string;
  readonly at: string;
  /** Figures of the part, such as its memory. */
  readonly facts: Readonly<Record<string, unknown>>;
};

export async function beat(
  db: Db,
  part: string,
  facts: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const values = { beat_at: now, facts: toJson(facts) };
  await db
    .insertInto('heartbeats')
    .values({ part, ...values })
    .onConflict((conflict) => conflict.column('part').doUpdateSet(values))
    .execute();
}

/** True for one caller at a time, and once in `seconds`: for what all processes together do once. */
export async function takeTurn(db: Db, part: string, seconds: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into heartbeats as known (part, beat_at) values (${part}, ${now})
    on conflict (part) do update set beat_at = excluded.beat_at
    where known.beat_at <= ${now}::timestamptz - make_interval(secs => ${seconds})
    returning part`.execute(db);
  return rows.length > 0;
}

/** A part that ends in order is not missed. */
export async function endBeat(db: Db, part: string): Promise<void> {
  await db.deleteFrom('heartbeats').where('part', '=', part).execute();
}

/** By part. */
export async function listBeats(db: Db): Promise<Beat[]> {
  return db.selectFrom('heartbeats').select(['part', 'beat_at as at', 'facts']).orderBy('part').execute();
}

/** Workers that died long ago are not heard of any more. */
export async function forgetBeats(db: Db, before: Date): Promise<void> {
  await sql`delete from heartbeats where part like 'worker %' and beat_at < ${before}`.execute(db);
}
