/** The headers of a webhook by the Standard Webhooks specification: id, timestamp, and a signature over both and the body. */
import { Webhook } from 'standardwebhooks';

const PREFIX = 'whsec_';
/** Bytes, as the specification asks for. */
const SHORTEST = 24;
const LONGEST = 64;

/** What is wrong with a secret; null for one that can be used. Never says anything of the secret itself. */
export function secretFault(secret: string): string | null {
  if (!secret.startsWith(PREFIX)) return `does not begin with ${PREFIX}`;
  const encoded = secret.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) return 'is not base64';
  if (bytes.length < SHORTEST || bytes.length > LONGEST)
    return `does not hold ${SHORTEST} to ${LONGEST} bytes`;
  return null;
}

/**
 * One signature for each secret, so that a receiver may know either while they are changed.
 * @param secrets of a form in which `secretFault` finds no fault
 */
export function signedHeaders(
  message: { readonly id: string; readonly at: Date; readonly body: string },
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const { id, at, body } = message;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
