/** What everybody may do to their own account: password and second factor. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  ACCOUNT_PATHS,
  passwordChange,
  secondFactorConfirmation,
  secondFactorRemoval,
  secondFactorSecret,
} from '../../model/account-api.ts';
import { changePassword } from '../../review/accounts.ts';
import type { Actor } from '../../review/actor.ts';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from '../../review/second-factor.ts';
import { createSignInGuard } from '../../review/sign-in-guard.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem, tooManyPasswords } from '../problems.ts';
import { sessionToken, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['account'];
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted');
const WITH_PASSWORD = problemResponses('wrong-sign-in', 'too-many');
/** Each try costs a slow hash. */
const config = { permission: 'account:own', rateLimit: { max: 30, timeWindow: 60_000 } } as const;
const withSecret = { ...config, secret: true } as const;

export function ownAccountRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const answer = answerPassword(clock);
  server.post(
    ACCOUNT_PATHS.password,
    {
      config: withSecret,
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change your password; your other sessions end, your tokens stay',
        body: passwordChange,
        response: { 204: z.null(), ...PROBLEMS, ...WITH_PASSWORD },
      },
    },
    async (request, reply) => {
      const session = sessionToken(request);
      return await answer(signedIn(request), reply, (actor) =>
        changePassword(db, request.body, actor, session, clock()),
      );
    },
  );
  secondFactorRoutes(server, db, clock, answer);
}

type AnswerPassword = ReturnType<typeof answerPassword>;

/** Whoever finds an open tab shall not guess the password from it, so wrong ones are counted as they are at the door. */
function answerPassword(clock: () => Date) {
  const guard = createSignInGuard();
  return async (actor: Actor, reply: FastifyReply, order: (actor: Actor) => Promise<boolean>) => {
    const own = `account ${actor.id}`;
    const wait = guard.attempt(actor.name, own, clock());
    if (wait !== null) return tooManyPasswords(reply, wait);
    if (!(await order(actor))) return sendProblem(reply, 'wrong-sign-in', 'The password is not right.');
    guard.succeeded(actor.name, own);
    return reply.code(204).send(null);
  };
}

function secondFactorRoutes(server: ZodServer, db: Db, clock: () => Date, answer: AnswerPassword): void {
  server.post(
    ACCOUNT_PATHS.secondFactor,
    {
      config: withSecret,
      schema: {
        tags,
        operationId: 'beginSecondFactor',
        summary: 'A new secret for your authenticator app, shown once; it holds when you confirm it',
        response: { 200: secondFactorSecret, ...PROBLEMS, ...problemResponses('wrong-state') },
      },
    },
    async (request, reply) => {
      const secret = await beginSecondFactor(db, signedIn(request));
      return secret ?? sendProblem(reply, 'wrong-state', 'You have a second factor. Remove it first.');
    },
  );
  server.post(
    ACCOUNT_PATHS.confirmSecondFactor,
    {
      config,
      schema: {
        tags,
        operationId: 'confirmSecondFactor',
        summary: 'Prove that your app has the secret; from then on signing in needs a code',
        body: secondFactorConfirmation,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('wrong-state', 'wrong-code') },
      },
    },
    async (request, reply) => {
      const changed = await confirmSecondFactor(db, request.body.code, signedIn(request), clock());
      if (changed.kind === 'done') return reply.code(204).send(null);
      if (changed.kind === 'wrong-code')
        return sendProblem(reply, 'wrong-code', 'Wait for the next one and check the clock of your device.');
      return sendProblem(reply, 'wrong-state', 'Nothing waits to be confirmed. Begin anew.');
    },
  );
  server.post(
    ACCOUNT_PATHS.removeSecondFactor,
    {
      config: withSecret,
      schema: {
        tags,
        operationId: 'removeSecondFactor',
        summary: 'Do without a second factor again',
        body: secondFactorRemoval,
        response: { 204: z.null(), ...PROBLEMS, ...WITH_PASSWORD },
      },
    },
    async (request, reply) =>
      await answer(signedIn(request), reply, (actor) =>
        removeSecondFactor(db, request.body.password, actor, clock()),
      ),
  );
}
