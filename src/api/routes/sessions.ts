/** Open sessions and tokens: one's own, and for administrators everybody's. */
import { z } from 'zod';
import { ACCOUNT_PATHS, newToken, sessionList, tokenList, tokenRequest } from '../../model/account-api.ts';
import { endSession } from '../../review/accounts.ts';
import { type Actor, actorMay } from '../../review/actor.ts';
import { endToken, makeToken } from '../../review/api-tokens.ts';
import { listTokens } from '../../store/api-tokens.ts';
import type { Db } from '../../store/open-database.ts';
import { listSessions } from '../../store/sessions.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { sessionToken, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['account'];
const config = { permission: 'account:own' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');
const whose = z.strictObject({ of: z.enum(['me', 'all']).default('me') });

const managesAll = (actor: Actor) => actorMay(actor, 'users:manage');
/** null lists everybody's: only for those who manage accounts. */
const shown = (actor: Actor, of: 'me' | 'all') => (of === 'all' && managesAll(actor) ? null : actor.id);

export function sessionListRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    ACCOUNT_PATHS.sessions,
    {
      config,
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'Your open sessions; for administrators everybody’s with of=all',
        querystring: whose,
        response: { 200: sessionList, ...PROBLEMS },
      },
    },
    async (request) => {
      const user = shown(signedIn(request), request.query.of);
      return { items: await listSessions(db, { user, current: sessionToken(request) }, clock()) };
    },
  );
  server.delete(
    ACCOUNT_PATHS.session,
    {
      config,
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'End a session',
        params: pathNumber,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('cross-site', 'not-found') },
      },
    },
    async (request, reply) => {
      const actor = signedIn(request);
      const { id } = request.params;
      if (await endSession(db, id, actor, managesAll(actor), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', `There is no session ${id} of yours.`);
    },
  );
}

export function tokenRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    ACCOUNT_PATHS.tokens,
    {
      config,
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Your tokens and when they were last used; for administrators everybody’s with of=all',
        querystring: whose,
        response: { 200: tokenList, ...PROBLEMS },
      },
    },
    async (request) => ({ items: await listTokens(db, shown(signedIn(request), request.query.of)) }),
  );
  server.post(
    ACCOUNT_PATHS.tokens,
    {
      config: { ...config, secret: true },
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'A token for a program; it is shown this once',
        body: tokenRequest,
        response: { 201: newToken, ...PROBLEMS, ...problemResponses('cross-site', 'wrong-scope') },
      },
    },
    async (request, reply) => {
      const made = await makeToken(db, request.body, signedIn(request), clock());
      if (made.kind !== 'done') return sendProblem(reply, made.kind, made.detail);
      return reply.code(201).send(made.token);
    },
  );
  server.delete(
    ACCOUNT_PATHS.token,
    {
      config,
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'End a token',
        params: pathNumber,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('cross-site', 'not-found') },
      },
    },
    async (request, reply) => {
      const actor = signedIn(request);
      const { id } = request.params;
      if (await endToken(db, id, actor, managesAll(actor), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', `There is no token ${id} of yours.`);
    },
  );
}
