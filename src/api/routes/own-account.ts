/** What everybody may do to their own account: password and second factor. */
import { z } from 'zod';
import {
  ACCOUNT_PATHS,
  ownPassword,
  passwordChange,
  secondFactorConfirmation,
  secondFactorSecret,
} from '../../model/account-api.ts';
import { changePassword } from '../../review/accounts.ts';
import { beginSecondFactor, clearSecondFactor, confirmSecondFactor } from '../../review/second-factor.ts';
import type { Db } from '../../store/open-database.ts';
import type { AskPassword } from '../ask-password.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { sessionToken, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['account'];
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted');
const WITH_PASSWORD = problemResponses('wrong-sign-in', 'too-many');
/** Each try costs a slow hash. */
const config = { permission: 'account:own', rateLimit: { max: 30, timeWindow: 60_000 } } as const;
const withSecret = { ...config, secret: true } as const;

type OwnAccountOptions = {
  readonly db: Db;
  readonly clock: () => Date;
  readonly factorKeyFile: string;
  readonly whoKnows: AskPassword;
};

export function ownAccountRoutes(server: ZodServer, options: OwnAccountOptions): void {
  const { db, clock, whoKnows } = options;
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
      const { current, next } = request.body;
      const actor = await whoKnows(current, request, reply);
      if (actor === null) return reply;
      await changePassword(db, next, actor, sessionToken(request), clock());
      return reply.code(204).send(null);
    },
  );
  secondFactorRoutes(server, options);
  removeSecondFactorRoute(server, options);
}

function secondFactorRoutes(
  server: ZodServer,
  { db, clock, factorKeyFile, whoKnows }: OwnAccountOptions,
): void {
  server.post(
    ACCOUNT_PATHS.secondFactor,
    {
      config: withSecret,
      schema: {
        tags,
        operationId: 'beginSecondFactor',
        summary: 'A new secret for your authenticator app, shown once; it holds when you confirm it',
        body: ownPassword,
        response: {
          200: secondFactorSecret,
          ...PROBLEMS,
          ...problemResponses('wrong-sign-in', 'too-many', 'wrong-state', 'factor-closed'),
        },
      },
    },
    async (request, reply) => {
      const actor = await whoKnows(request.body.password, request, reply);
      if (actor === null) return reply;
      const secret = await beginSecondFactor(db, factorKeyFile, actor);
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
        summary:
          'Prove that your app has the secret; from then on signing in needs a code, and your other sessions end',
        body: secondFactorConfirmation,
        response: {
          204: z.null(),
          ...PROBLEMS,
          ...problemResponses('wrong-state', 'wrong-code', 'factor-closed'),
        },
      },
    },
    async (request, reply) => {
      const { code } = request.body;
      const [actor, session] = [signedIn(request), sessionToken(request)];
      const changed = await confirmSecondFactor(db, factorKeyFile, code, actor, session, clock());
      if (changed.kind === 'done') return reply.code(204).send(null);
      if (changed.kind === 'wrong-code')
        return sendProblem(reply, 'wrong-code', 'Wait for the next one and check the clock of your device.');
      return sendProblem(reply, 'wrong-state', 'Nothing waits to be confirmed. Begin anew.');
    },
  );
}

function removeSecondFactorRoute(server: ZodServer, { db, clock, whoKnows }: OwnAccountOptions): void {
  server.post(
    ACCOUNT_PATHS.removeSecondFactor,
    {
      config: withSecret,
      schema: {
        tags,
        operationId: 'removeSecondFactor',
        summary: 'Do without a second factor again',
        body: ownPassword,
        response: { 204: z.null(), ...PROBLEMS, ...WITH_PASSWORD },
      },
    },
    async (request, reply) => {
      const actor = await whoKnows(request.body.password, request, reply);
      if (actor === null) return reply;
      await clearSecondFactor(db, actor.id, actor.name, clock());
      return reply.code(204).send(null);
    },
  );
}
