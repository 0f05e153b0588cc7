/** The version of an alert as HTTP carries it: ETag on the answer, If-Match on what changes it (RFC 9110 §13.1.1). */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** `*` says that any version will do. A weak tag is refused: it never matches. */
export const ifMatch = z.looseObject({
  'if-match': z
    .string()
    .regex(/^(?:\*|"\d{1,9}")$/, 'must be the ETag of the alert, such as "3"')
    .optional(),
});

/** The version that the sender saw; null when it does not say. */
export function seenVersion(headers: { readonly 'if-match'?: string | undefined }): number | null {
  const tag = headers['if-match'];
  return tag === undefined || tag === '*' ? null : Number(tag.slice(1, -1));
}

export function setVersion(reply: FastifyReply, alert: { readonly version: number }): void {
  reply.header('etag', `"${alert.version}"`);
}
