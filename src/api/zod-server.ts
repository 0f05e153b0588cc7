/** A Fastify server whose routes are checked and typed by zod, with the limits that hold for every request. */
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Log } from '../log.ts';

export type ZodServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Requests are not logged one by one: a search text in the URL can be personal data.
 * `onBadUrl` answers requests whose URL cannot be decoded, which reach no hook and no handler.
 */
export function createZodServer(
  log: Log,
  proxies: readonly string[],
  onBadUrl: (request: FastifyRequest, reply: FastifyReply) => void,
): ZodServer {
  const loggerInstance: FastifyBaseLogger = log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: [...proxies],
    frameworkErrors: (_error, request, reply) => onBadUrl(request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Only JSON is understood: a form that another site makes the browser send cannot be JSON without a preflight.
  server.removeContentTypeParser('text/plain');
  return server;
}
