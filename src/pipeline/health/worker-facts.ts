/** What a worker tells beside its sign of life: what keeps it from its work, for whoever watches over it from elsewhere. */
import { z } from 'zod';
import type { Beat } from '../../store/health/heartbeats.ts';
import { listNotifiers } from '../../store/messages/notifiers.ts';
import { notifierFaults, type SenderSettings } from '../messages/open-sender.ts';
import type { RunTools } from '../run/run-tools.ts';

const workerFacts = z.object({
  /** Copies of pages cannot be kept. */
  storage: z.object({ problem: z.string(), since: z.string() }).nullable().default(null),
  /** Notifiers that it can send nothing to. */
  hindered: z
    .array(z.object({ notifier: z.string(), problem: z.string(), remedy: z.string() }))
    .readonly()
    .default([]),
});
type WorkerFacts = z.infer<typeof workerFacts>;

export async function tellFacts(
  { db, storage }: Pick<RunTools, 'db' | 'storage'>,
  settings: SenderSettings,
): Promise<WorkerFacts> {
  const hindered = notifierFaults(await listNotifiers(db), settings);
  return { storage: storage.trouble(), hindered };
}

export type LivingWorker = WorkerFacts & { readonly part: string };

/** Those that gave a sign of life since; what one of another version tells is left out. */
export function livingWorkers(beats: readonly Beat[], since: Date): LivingWorker[] {
  return beats.flatMap(({ part, at, facts }) => {
    if (!part.startsWith('worker ') || Date.parse(at) < since.getTime()) return [];
    const told = workerFacts.safeParse(facts).data;
    return told === undefined ? [] : [{ part, ...told }];
  });
}
