/** Open sessions and tokens: one's own, and for administrators everybody's. */
import { z } from 'zod';
import {
  ACCOUNT_PATHS,
  newToken,
  sessionList,
  tokenList,
  tokenRequest,
  whoseQuery,
} from '../../model/account-api.ts';
import { endSession } from '../../review/accounts.ts';
import { type Actor, actorMay } from '../../review/actor.ts';
import { endToken, makeToken } from '../../review/api-tokens.ts';
import { beganLately, LATELY_MINUTES } from '../../review/sign-in.ts';
import { listTokens } from '../../store/accounts/api-tokens.ts';
import { listSessions } from '../../store/accounts/sessions.ts';
import { readSignInState } from '../../store/accounts/sign-in-state.ts';
import type { Db } from '../../store/open-database.ts';
import type { AskPassword } from '../ask-password.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { sessionToken, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['account'];
const config = { permission: 'account:own' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');
const AGAIN = `Sign out, sign in once more, and make it within ${LATELY_MINUTES} minutes.`;

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
        summary: 'Your open sessions, the last opened first; for administrators everybody’s with of=all',
        querystring: whoseQuery,
        response: { 200: sessionList, ...PROBLEMS },
      },
    },
    async (request) => {
      const user = shown(signedIn(request), request.query.of);
      return await listSessions(db, { user, current: sessionToken(request) }, request.query, clock());
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

type TokenOptions = { readonly db: Db; readonly clock: () => Date; readonly whoKnows: AskPassword };

export function tokenRoutes(server: ZodServer, options: TokenOptions): void {
  makeTokenRoute(server, options);
  const { db, clock } = options;
  server.get(
    ACCOUNT_PATHS.tokens,
    {
      config,
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Your tokens and when they were last used; for administrators everybody’s with of=all',
        querystring: whoseQuery,
        response: { 200: tokenList, ...PROBLEMS },
      },
    },
    async (request) => await listTokens(db, shown(signedIn(request), request.query.of), request.query),
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

function makeTokenRoute(server: ZodServer, { db, clock, whoKnows }: TokenOptions): void {
  server.post(
    ACCOUNT_PATHS.tokens,
    {
      config: { ...config, secret: true, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'A token for a program, which needs your password; it is shown this once',
        body: tokenRequest,
        response: {
          201: newToken,
          ...PROBLEMS,
          ...problemResponses('signed-out', 'wrong-sign-in', 'cross-site', 'not-permitted', 'sign-in-again'),
          ...problemResponses('wrong-scope', 'too-many'),
        },
      },
    },
    async (request, reply) => {
      const { password, ...wanted } = request.body;
      const actor = signedIn(request);
      // A token outlives the session: a tab that was left open is not enough for it.
      if ((await readSignInState(db, actor.id)).external) {
        if (!(await beganLately(db, sessionToken(request) ?? '', clock())))
          return sendProblem(reply, 'sign-in-again', AGAIN);
      } else {
        if (password === undefined) return sendProblem(reply, 'bad-request', 'password: is needed.');
        if ((await whoKnows(password, request, reply)) === null) return reply;
      }
      const made = await makeToken(db, wanted, actor, clock());
      if (made.kind !== 'done') return sendProblem(reply, made.kind, made.detail);
      return reply.code(201).send(made.token);
    },
  );
}
