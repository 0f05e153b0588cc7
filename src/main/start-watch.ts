/** The watch over the watch: it needs neither a worker nor the queue, and says itself what is wrong. */
import { REVIEW_BACKLOG_CAP } from '../../queues/job-contracts.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import { keepWatch } from '../pipeline/keep-watch.ts';
import { notifierFaults, openSender } from '../pipeline/messages/open-sender.ts';
import { tellFailedSends } from '../pipeline/messages/tell-failed-sends.ts';
import type { Workplace } from '../pipeline/open-tools.ts';

export function startWatch(open: AsyncDisposableStack, workplace: Workplace, around: Surroundings): void {
  const { log, clock } = around;
  const settings = around.settings();
  const { limits } = workplace.configuration.notifying;
  const sender = open.use(openSender(settings, clock));
  open.use(
    keepWatch({
      db: workplace.database.db,
      limits,
      cap: REVIEW_BACKLOG_CAP,
      clock,
      send: tellFailedSends(sender.send, log),
      faultsOf: (notifiers) => notifierFaults(notifiers, settings),
      heartbeatUrl: settings.heartbeatUrl,
      log,
    }),
  );
}
