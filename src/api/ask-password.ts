/** Asks for one's own password before what an open tab alone must not do. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOwnPassword } from '../review/accounts.ts';
import type { Actor } from '../review/actor.ts';
import { createSignInGuard } from '../review/sign-in-guard.ts';
import type { Db } from '../store/open-database.ts';
import { sendProblem, tooManyPasswords } from './problems.ts';
import { signedIn } from './require-session.ts';

const KEPT_ELSEWHERE =
  'You sign in through the identity provider. Change your password and second factor there.';

/** Gives who asks when the password is theirs; null when it is not, which is answered then. */
export type AskPassword = (
  password: string,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Actor | null>;

/**
 * Whoever finds an open tab shall not guess the password from it, so wrong ones are counted as they are at the door: one
 * count for all routes that ask.
 */
export function createAskPassword(db: Db, clock: () => Date): AskPassword {
  const guard = createSignInGuard();
  return async (password, request, reply) => {
    const actor = signedIn(request);
    const own = `account ${actor.id}`;
    const wait = guard.attempt(actor.name, own, clock());
    if (wait !== null) {
      tooManyPasswords(reply, wait);
      return null;
    }
    const right = await isOwnPassword(db, password, actor);
    if (right === true) {
      guard.succeeded(actor.name, own);
      return actor;
    }
    if (right === null) sendProblem(reply, 'not-permitted', KEPT_ELSEWHERE);
    else sendProblem(reply, 'wrong-sign-in', 'The password is not right.');
    return null;
  };
}
