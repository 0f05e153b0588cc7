/** Answers that are not JSON: no schema is asked. */
import type { FastifyReply } from 'fastify';

export function sendAs(reply: FastifyReply, type: string, body: string | Buffer): FastifyReply {
  return reply.type(type).send(body);
}
