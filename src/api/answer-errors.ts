/** Turns whatever a handler or the framework throws into problem details, without telling the outside what broke inside. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { describeError, OperatorError } from '../model/errors.ts';
import { FactorClosed } from '../review/factor-secrets.ts';
import { type ProblemName, sendProblem } from './problems.ts';
import type { ZodServer } from './zod-server.ts';

/** PostgreSQL's class of codes for values that it cannot hold (a NUL character, a number too large): the sender's fault. */
const UNSTORABLE = /^22[0-9A-Z]{3}$/;

/** PostgreSQL's code for a value that must be unique and is there already. */
const TAKEN = '23505';

/** The database is stopping, starting or not there. */
const DATABASE_GONE: readonly string[] = ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET'];

const BY_STATUS: Readonly<Record<number, { name: ProblemName; detail: string }>> = {
  400: { name: 'bad-request', detail: 'The body must be one JSON object.' },
  // Of the console's files: a path that leads out of their folder.
  403: { name: 'not-found', detail: 'There is nothing at this address.' },
  413: { name: 'too-large', detail: 'Send less than 64 kB.' },
  415: { name: 'not-json', detail: 'Send the content type application/json.' },
  429: { name: 'too-many', detail: 'Wait a minute, then try again.' },
};

export function answerErrors(server: ZodServer): void {
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  server.setNotFoundHandler((request, reply) => answerNotFound(request, reply));
}

export function answerBadUrl(_request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, 'bad-request', 'The URL cannot be decoded.');
}

function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(
    reply,
    'not-found',
    'There is nothing at this address. /api/v1/openapi.json lists what there is.',
  );
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(
      (each) => `${nameOf(each.instancePath)}: ${each.message ?? 'is not valid'}`,
    );
    return sendProblem(reply, 'bad-request', `${faults.join('; ')}.`);
  }
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === TAKEN) return sendProblem(reply, 'name-taken', 'Choose another name.');
  if (UNSTORABLE.test(code ?? '')) {
    return sendProblem(reply, 'bad-request', 'A character or number in it cannot be stored. Change it.');
  }
  if (error instanceof OperatorError && error.exit === 'usage') {
    return sendProblem(reply, 'bad-request', describeError(error));
  }
  const known = BY_STATUS[statusCode ?? 500];
  if (known !== undefined) return sendProblem(reply, known.name, known.detail);
  request.log.error({ err: error, url: request.routeOptions.url, id: request.id }, describeError(error));
  if (error instanceof FactorClosed) {
    return sendProblem(reply, 'factor-closed', 'Tell an administrator: the log of the server says why.');
  }
  if (
    DATABASE_GONE.includes(code ?? '') ||
    (error instanceof OperatorError && error.exit === 'unavailable')
  ) {
    return sendProblem(reply, 'unavailable', 'Try again in a moment.');
  }
  return sendProblem(reply, 'failed', `The log of the server says more under "${request.id}".`);
}

/** "/revision" as a person writes it. */
function nameOf(path: string): string {
  return path.split('/').filter(Boolean).join('.') || 'request';
}
