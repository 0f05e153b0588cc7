/** The parts that tell others of alerts: the queue `review`, and the messages to notifiers. */
import { enqueueNext } from '../../queues/enqueue-messages.ts';
import { startMessenger } from '../../queues/notify-worker.ts';
import type { Queues } from '../../queues/open-queues.ts';
import { type Publisher, startPublisher } from '../../queues/start-publisher.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import { openSender } from '../pipeline/messages/open-sender.ts';
import { tellFailedSends } from '../pipeline/messages/tell-failed-sends.ts';
import type { Workplace } from '../pipeline/open-tools.ts';
import { openBeside } from '../store/open-database.ts';

/** Alerts are published as they are written; this is how long one can wait when its process died before that. */
const PUBLISH_EVERY_MS = 2000;
/** Alerts do not wait behind the pages of hundreds of sites. */
const CONNECTIONS = 4;

/** Origins of receivers on this machine, for tests and benchmarks; no setting reaches it. */
export type Receivers = { readonly receivers?: ReadonlySet<string> };

/**
 * Whatever the files of this machine say, messages go to the notifiers in use. One that lacks its secret or its mail server ends
 * nothing: its messages wait, as the checks at the start and an alarm tell.
 */
export async function startMessages(
  open: AsyncDisposableStack,
  queues: Queues,
  workplace: Pick<Workplace, 'database'> & Receivers,
  around: Pick<Surroundings, 'log' | 'clock' | 'settings'>,
): Promise<Publisher> {
  const { log, clock } = around;
  const sender = open.use(openSender(around.settings(), clock, workplace.receivers));
  const { db } = open.use(openBeside(workplace.database, CONNECTIONS, log));
  const tools = { db, queues, clock };
  open.use(await startMessenger({ ...tools, send: tellFailedSends(sender.send, log), log }));
  const onNotices = async (told: readonly string[]) => {
    for (const notifier of told) await enqueueNext(tools, notifier);
  };
  return open.use(startPublisher({ ...tools, everyMs: PUBLISH_EVERY_MS, onNotices, log }));
}
