/** Requests with the header Idempotency-Key: sent twice, they are carried out once and answered alike. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { beginIdempotent, forgetKey, keepAnswer } from '../store/accounts/idempotency.ts';
import type { Db } from '../store/open-database.ts';
import { sendProblem } from './problems.ts';
import type { ZodServer } from './zod-server.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for a route whose request or answer holds a secret: of neither anything is kept, so the key is not looked at. */
    secret?: boolean;
    /** Makes the answer anew when the request is sent again: what it shows may then be shown no more, so it is not kept. */
    again?: (request: FastifyRequest, reply: FastifyReply) => Promise<object>;
  }
  interface FastifyRequest {
    /** The key that this request has reserved. */
    idempotencyKey: string | null;
  }
}

export const IDEMPOTENCY_HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,200}$/;
const METHODS: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

export function answerOnce(server: ZodServer, db: Db, clock: () => Date): void {
  server.decorateRequest('idempotencyKey', null);
  server.addHook('preHandler', async (request, reply) => await begin(db, request, reply, clock()));
  server.addHook('onSend', async (request, reply, payload) => {
    await keep(db, request, reply, payload);
    return payload;
  });
}

async function begin(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  now: Date,
): Promise<FastifyReply | undefined> {
  const key = request.headers[IDEMPOTENCY_HEADER];
  const { user, method } = request;
  const { secret, again } = request.routeOptions.config;
  if (key === undefined || user === null || secret === true || !METHODS.includes(method)) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    return sendProblem(reply, 'bad-request', 'Idempotency-Key: 1 to 200 printable characters.');
  }
  const state = await beginIdempotent(db, { user: user.id, key, fingerprint: fingerprintOf(request), now });
  switch (state.kind) {
    case 'new':
      request.idempotencyKey = key;
      return undefined;
    case 'answered': {
      reply.code(state.answer.status).header('idempotent-replay', 'true');
      if (again !== undefined && state.answer.status === 200) {
        const answer = await again(request, reply);
        return answer === reply ? reply : reply.send(answer);
      }
      if (state.answer.contentType !== null) reply.type(state.answer.contentType);
      return reply.send(state.answer.body ?? '');
    }
    case 'busy':
      reply.header('retry-after', 1);
      return sendProblem(reply, 'in-progress', 'Ask again in a second with the same key.');
    case 'other':
      return sendProblem(reply, 'key-reused', 'Take a new key for a new request.');
  }
}

async function keep(db: Db, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
  const { idempotencyKey: key, user } = request;
  if (key === null || user === null) return;
  request.idempotencyKey = null;
  if (reply.statusCode >= 500 || (typeof payload !== 'string' && payload !== null && payload !== undefined)) {
    await forgetKey(db, user.id, key);
    return;
  }
  const contentType = reply.getHeader('content-type');
  const made = request.routeOptions.config.again !== undefined && reply.statusCode === 200;
  await keepAnswer(db, user.id, key, {
    status: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : null,
    body: typeof payload === 'string' && !made ? payload : null,
  });
}

function fingerprintOf({ method, url, body, headers }: FastifyRequest): string {
  const parts = [method, url, headers['if-match'] ?? null, body ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
