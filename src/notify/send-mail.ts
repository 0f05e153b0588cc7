/** Sends one message by SMTP as plain text. */
import { createTransport, type Transporter } from 'nodemailer';
import { messageKey, type OutgoingMessage, toMail } from './message-body.ts';
import type { Sent } from './sent.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
const IN_ALL_MS = 30_000;
const LONGEST_PROBLEM = 300;

export type MailRoute = {
  /** "smtps://user:password@mail.example:465", or "smtp://…" which must offer STARTTLS unless it says `?requireTLS=false`. */
  readonly url: string;
  /** Who sends, as mail programs show it. */
  readonly from: string;
};

export type Mailer = AsyncDisposable & {
  send(message: OutgoingMessage, to: readonly string[], baseUrl: string | null): Promise<Sent>;
};

/** A route over a connection that others could read is taken only when it says so itself. */
function withTls(url: string): string {
  const parsed = new URL(url);
  if (parsed.protocol === 'smtp:' && !parsed.searchParams.has('requireTLS'))
    parsed.searchParams.set('requireTLS', 'true');
  return parsed.href;
}

export function openMailer(route: MailRoute): Mailer {
  const transport = createTransport({
    url: withTls(route.url),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A message is text that we made: it never fetches a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: (message, to, baseUrl) => send(transport, route.from, message, to, baseUrl),
    [Symbol.asyncDispose]: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

async function send(
  transport: Transporter,
  from: string,
  message: OutgoingMessage,
  to: readonly string[],
  baseUrl: string | null,
): Promise<Sent> {
  const host =
    from
      .split('@')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') ?? 'precursor-watch.invalid';
  const mail = transport.sendMail({
    from,
    to: [...to],
    ...toMail(message, baseUrl),
    // The same in every attempt, so that a second copy can be told.
    messageId: `<${messageKey(message)}@${host}>`,
    headers: { 'auto-submitted': 'auto-generated' },
  });
  try {
    await inTime(mail);
    return { end: 'taken', status: 250 };
  } catch (error) {
    return judge(error);
  }
}

/** A server that says a little from time to time would hold a message for ever. */
async function inTime(sending: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${IN_ALL_MS / 1000} s`)), IN_ALL_MS);
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a server says of a message, of those it is for or of its text; anything else is about the server. */
const OF_THE_MESSAGE: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

/** How OpenSSL and nodemailer put it that one side speaks TLS and the other does not. */
const NO_TLS = /SSL routines|wrong version number|STARTTLS/i;
const TLS_REMEDY =
  'the mail server does not speak TLS in the way that PRECURSOR_SMTP_URL says: smtps:// is for a port that begins with it (465), smtp:// for one that offers STARTTLS (587), and ?requireTLS=false behind smtp://… sends over a line that others can read';

/** RFC 5321 §4.2.1: 4xx may pass, 5xx will not. */
function judge(error: unknown): Sent {
  const words = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : null;
  const status = typeof code === 'number' ? code : null;
  const refused = error instanceof Error && 'code' in error && OF_THE_MESSAGE.includes(error.code);
  // What a server says may name the addresses of those who are written to.
  if (NO_TLS.test(words)) return { end: 'unanswered', status, problem: TLS_REMEDY, retryAfterSeconds: null };
  const problem = words.replace(/[^\s<>]+@[^\s<>]+/g, '[address]').slice(0, LONGEST_PROBLEM);
  if (refused && status !== null && status >= 500) return { end: 'refused', status, problem };
  return { end: 'unanswered', status, problem, retryAfterSeconds: null };
}
