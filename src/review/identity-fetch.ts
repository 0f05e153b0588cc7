/** How the identity provider is asked: through the guarded client, so that no address that it names leads into this network. */
import type { CustomFetch } from 'openid-client';
import { OperatorError } from '../model/errors.ts';
import { PRODUCT, VERSION } from '../model/product.ts';
import type { IdentitySettings } from '../model/review-rules.ts';
import { openHttpClient } from '../net/http-client.ts';

export const IDENTITY_SECONDS = 10;
/** Keys of a large provider take some ten thousand bytes. */
const MAX_BYTES = 1_000_000;

/** @throws OperatorError 'unavailable' where it may not be asked, or does not answer */
export function identityFetch({
  issuer,
  internal,
}: Pick<IdentitySettings, 'issuer' | 'internal'>): CustomFetch {
  const { origin, port } = new URL(issuer);
  const policy = {
    userAgent: `${PRODUCT}/${VERSION}`,
    allowedOrigins: new Set(internal ? [origin] : []),
    ports: port === '' ? [] : [Number(port)],
  };
  return async (address, { method, headers, body, signal }) => {
    const url = new URL(address);
    await using http = openHttpClient(policy);
    const options = {
      accept: headers['accept'] ?? 'application/json',
      headers,
      maxBytes: MAX_BYTES,
      overflow: 'refuse' as const,
      seconds: IDENTITY_SECONDS,
      signal: signal ?? AbortSignal.timeout(IDENTITY_SECONDS * 1000),
      wantsBody: () => true,
    };
    const answer =
      method === 'POST'
        ? await http.post(url, { ...options, content: String(body ?? '') })
        : await http.get(url, options);
    if (answer.kind === 'failure') {
      const remedy =
        answer.reason === 'refused-address'
          ? 'A provider in your own network needs "internal: true" under identity in config/review.yaml.'
          : 'Check identity.issuer in config/review.yaml, and that this machine reaches it.';
      throw new OperatorError(
        'unavailable',
        `The identity provider cannot be asked: ${answer.detail}.`,
        remedy,
      );
    }
    const { status } = answer;
    return new Response(answer.body.length === 0 ? null : Buffer.from(answer.body), {
      status,
      headers: { ...answer.headers },
    });
  };
}
