/** Sends one message to one webhook, signed, through the guarded client; redirects are not followed. */
import type { Answer, Failure, PostingClient } from '../net/http-client.ts';
import { readRetryAfter } from '../net/retry-after.ts';
import { messageKey, type OutgoingMessage, toJsonBody } from './message-body.ts';
import type { Sent } from './sent.ts';
import { signedHeaders } from './sign-webhook.ts';

const SECONDS = 15;
/** Of an answer nothing but its status counts. */
const ANSWER_BYTES = 16 * 1024;

/** Statuses that say something of the receiver, or of the moment, and nothing of the message. */
const NOT_NOW: ReadonlySet<number> = new Set([401, 403, 404, 408, 410, 421, 425, 429]);

function judge(answer: Answer | Failure, now: Date): Sent {
  if (answer.kind === 'failure') {
    const { status, detail, reason } = answer;
    const forbidden = reason === 'refused-address' ? { forbidden: true as const } : {};
    return { end: 'unanswered', status, problem: detail, retryAfterSeconds: null, ...forbidden };
  }
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { end: 'taken', status };
  if (status >= 400 && status < 500 && !NOT_NOW.has(status))
    return { end: 'refused', status, problem: `the receiver refuses this message with status ${status}` };
  const problem = `the receiver answers with status ${status}`;
  return {
    end: 'unanswered',
    status,
    problem,
    retryAfterSeconds: readRetryAfter(headers['retry-after'], now),
  };
}

/** `secrets`: the present one, and during a change the other. */
export async function sendWebhook(o: {
  readonly http: PostingClient;
  readonly url: URL;
  readonly secrets: readonly string[];
  readonly message: OutgoingMessage;
  readonly baseUrl: string | null;
  readonly now: Date;
  readonly signal: AbortSignal;
}): Promise<Sent> {
  const body = toJsonBody(o.message, o.baseUrl);
  const signed = signedHeaders({ id: messageKey(o.message), at: o.now, body }, o.secrets);
  const answer = await o.http.post(o.url, {
    content: body,
    accept: '*/*',
    headers: { 'content-type': 'application/json', ...signed },
    maxBytes: ANSWER_BYTES,
    overflow: 'cut',
    seconds: SECONDS,
    signal: o.signal,
    wantsBody: () => false,
  });
  return judge(answer, o.now);
}
