/** Signing in, asking who one is, signing out. */
import { z } from 'zod';
import { API_PATHS, currentUser, signInRequest } from '../../model/api.ts';
import { permissionsOf } from '../../model/permissions.ts';
import { signIn, signOut } from '../../review/sign-in.ts';
import type { SignInGuard } from '../../review/sign-in-guard.ts';
import { readSignInState } from '../../store/accounts/sign-in-state.ts';
import { watchesPractice } from '../../store/crawling/sites.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem, tooManyPasswords } from '../problems.ts';
import { clearSessionCookie, sessionToken, setSessionCookie, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** Against a flood of attempts, each of which costs the server a slow hash; guessing is the guard's matter. */
const SIGN_INS_PER_MINUTE = 30;

type SessionRouteOptions = {
  readonly db: Db;
  readonly clock: () => Date;
  readonly guard: SignInGuard;
  readonly secureCookies: boolean;
  readonly factorKeyFile: string;
};

export function sessionRoutes(server: ZodServer, options: SessionRouteOptions): void {
  signInRoute(server, options);
  server.get(
    API_PATHS.session,
    {
      config: { permission: 'account:own' },
      schema: {
        tags: ['account'],
        operationId: 'readSession',
        summary: 'Who is signed in',
        response: { 200: currentUser, ...problemResponses('signed-out') },
      },
    },
    async (request) => {
      const { id, name, role } = signedIn(request);
      const { confirmedAt, external } = await readSignInState(options.db, id);
      const practice = await watchesPractice(options.db);
      const permissions = permissionsOf(role);
      return { name, role, permissions, secondFactor: confirmedAt !== null, external, practice };
    },
  );
  server.delete(
    API_PATHS.session,
    {
      config: { permission: 'account:own' },
      schema: {
        tags: ['account'],
        operationId: 'signOut',
        summary: 'Sign out: the session ends, its cookie is taken away',
        response: { 204: z.null(), ...problemResponses('signed-out', 'cross-site') },
      },
    },
    async (request, reply) => {
      await signOut(options.db, sessionToken(request) ?? '');
      clearSessionCookie(reply, options.secureCookies);
      return reply.code(204).send(null);
    },
  );
}

function signInRoute(server: ZodServer, options: SessionRouteOptions): void {
  const { db, clock, guard, secureCookies, factorKeyFile } = options;
  server.post(
    API_PATHS.session,
    {
      config: { open: true, rateLimit: { max: SIGN_INS_PER_MINUTE, timeWindow: 60_000 } },
      schema: {
        tags: ['account'],
        operationId: 'signIn',
        summary: 'Sign in: answers with the session cookie',
        security: [],
        body: signInRequest,
        response: {
          200: currentUser,
          ...problemResponses('bad-request', 'wrong-sign-in', 'code-needed', 'cross-site', 'too-many'),
          ...problemResponses('factor-closed'),
        },
      },
    },
    async (request, reply) => {
      const { name } = request.body;
      const wait = guard.attempt(name, request.ip, clock());
      if (wait !== null) return tooManyPasswords(reply, wait);
      const from = { address: request.ip, userAgent: request.headers['user-agent'] ?? null };
      const signed = await signIn(db, factorKeyFile, request.body, from, clock());
      if (signed.kind === 'locked') return tooManyPasswords(reply, signed.seconds);
      if (signed.kind === 'code-needed') {
        return sendProblem(reply, 'code-needed', 'Send it as well, from the app on your device.');
      }
      if (signed.kind === 'wrong')
        return sendProblem(reply, 'wrong-sign-in', 'Check all of it and try again.');
      guard.succeeded(name, request.ip);
      // The session that this browser had is of no more use to anyone.
      await signOut(db, sessionToken(request) ?? '');
      setSessionCookie(reply, signed.token, secureCookies);
      const { secondFactor, user } = signed;
      const permissions = permissionsOf(user.role);
      const practice = await watchesPractice(db);
      return reply
        .code(200)
        .send({ name: user.name, role: user.role, permissions, secondFactor, external: false, practice });
    },
  );
}
