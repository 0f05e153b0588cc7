/** Tells the log why messages to a notifier are not delivered: each cause once, not at each of many attempts. */
import type { Log } from '../../log.ts';
import type { SendMessage } from '../../notify/create-sender.ts';

/** Sends as `send` does. A cause is told again only after the notifier has taken a message in between. */
export function tellFailedSends(send: SendMessage, log: Log): SendMessage {
  const told = new Map<string, Set<string>>();
  return async (message, signal) => {
    const sent = await send(message, signal);
    const notifier = message.config.id;
    const causes = told.get(notifier);
    if (sent.end === 'taken') {
      if (causes !== undefined) log.info({ notifier }, 'messages to a notifier are delivered again');
      told.delete(notifier);
    } else if (causes?.has(sent.problem) !== true) {
      told.set(notifier, new Set(causes).add(sent.problem));
      const { status, problem } = sent;
      log.warn({ notifier, status, problem }, 'a message was not delivered; it is tried again');
    }
    return sent;
  };
}
