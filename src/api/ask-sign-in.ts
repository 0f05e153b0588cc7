/** Asks who changes accounts to have signed in lately: a cookie that was stolen, or a tab that was left open, is not enough for it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { beganLately, LATELY_MINUTES } from '../review/sign-in.ts';
import type { Db } from '../store/open-database.ts';
import { sendProblem } from './problems.ts';
import { sessionToken } from './require-session.ts';

const AGAIN = `Sign in once more; for ${LATELY_MINUTES} minutes then nothing is asked.`;

export type AskSignIn = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/**
 * Goes before a route. Signing in again needs the password and the code, or the identity provider, and ends the session that the
 * browser had: whoever holds a copy of its cookie is out then.
 */
export function createAskSignIn(db: Db, clock: () => Date): AskSignIn {
  return async (request, reply) => {
    const lately = await beganLately(db, sessionToken(request) ?? '', clock());
    return lately ? undefined : sendProblem(reply, 'sign-in-again', AGAIN);
  };
}
