/** The watch over the watch: it needs neither a worker nor the queue, and says itself what is wrong. */
import { REVIEW_BACKLOG_CAP } from '../../queues/job-contracts.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import { keepWatch } from '../pipeline/keep-watch.ts';
import { notifierFaults, openSender } from '../pipeline/open-sender.ts';
import type { Workplace } from '../pipeline/open-tools.ts';

export function startWatch(open: AsyncDisposableStack, workplace: Workplace, around: Surroundings): void {
  const { log, clock } = around;
  const settings = around.settings();
  const { notifiers, limits } = workplace.configuration.notifying;
  const faults = notifierFaults(notifiers, settings);
  for (const fault of faults) log.warn(fault, 'alarms cannot be sent to a notifier from this process');
  const able = notifiers.filter(({ id }) => faults.every(({ notifier }) => notifier !== id));
  const sender = open.use(openSender(able, settings, clock));
  open.use(
    keepWatch({
      db: workplace.database.db,
      limits,
      cap: REVIEW_BACKLOG_CAP,
      clock,
      send: sender.send,
      notifiers: able.map(({ id }) => id),
      heartbeatUrl: settings.heartbeatUrl,
      log,
    }),
  );
}
