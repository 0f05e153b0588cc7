/** Sends one message to one notifier, whatever its kind: the first file to read here. */
import type { NotifierConfig } from '../model/notifier.ts';
import type { PostingClient } from '../net/http-client.ts';
import type { OutgoingMessage } from './message-body.ts';
import type { Mailer } from './send-mail.ts';
import { sendWebhook } from './send-webhook.ts';
import type { Sent } from './sent.ts';
import { secretFault } from './sign-webhook.ts';

export type { Sent } from './sent.ts';

export type SendMessage = (
  message: OutgoingMessage & { readonly config: NotifierConfig },
  signal: AbortSignal,
) => Promise<Sent>;

export type SenderParts = {
  /**
   * A notifier's own, which reaches the port of its address: a client asks a server one thing at a time, so that one that hangs
   * would hold up its neighbours there.
   */
  readonly clientOf: (notifier: string, url: URL) => PostingClient;
  /** Null: no mail server is set. */
  readonly mailer: Mailer | null;
  /** Value of a secret by the name that a notifier gives it; null when it is not set. */
  readonly secret: (name: string) => string | null;
  /** Where people reach the console, for links; null: there are none. */
  readonly baseUrl: string | null;
  readonly clock: () => Date;
};

/** What keeps a message from being sent from here; it waits, as if the receiver were down. */
function hindered(problem: string): Sent {
  return { end: 'unanswered', status: null, problem, retryAfterSeconds: null };
}

export function createSender(parts: SenderParts): SendMessage {
  const { clientOf, mailer, baseUrl, clock } = parts;
  return async (message, signal) => {
    const { config } = message;
    if (config.kind === 'email') {
      if (mailer === null) return hindered('no mail server is set: see PRECURSOR_SMTP_URL');
      return await mailer.send(message, config.to, baseUrl);
    }
    const secrets: string[] = [];
    for (const name of config.secrets) {
      const secret = parts.secret(name);
      const fault = secret === null ? 'is not set' : secretFault(secret);
      if (secret === null || fault !== null) return hindered(`the secret ${name} ${fault}`);
      secrets.push(secret);
    }
    const url = new URL(config.url);
    const http = clientOf(config.id, url);
    return await sendWebhook({ http, url, secrets, message, baseUrl, now: clock(), signal });
  };
}
