/** Whether each notifier in use can be sent to from here: one that lacks its secret or its mail server is left out, and its messages wait. */
import { type Check, fault, fine } from '../../model/check.ts';
import { listNotifiers } from '../../store/messages/notifiers.ts';
import type { Db } from '../../store/open-database.ts';
import { notifierFaults, type SenderSettings } from '../messages/open-sender.ts';

export async function checkNotifiers(db: Db, settings: SenderSettings): Promise<Check[]> {
  const name = 'notifiers';
  const faults = notifierFaults(await listNotifiers(db), settings);
  if (faults.length === 0) return [fine(name, 'all that are in use can be sent to from here')];
  return faults.map(({ notifier, problem, remedy }) =>
    fault(name, `nothing can be sent to ${notifier} from here: ${problem}; its messages wait`, remedy),
  );
}
