/** Signing in, asking who one is, signing out. */
import { z } from 'zod';
import { API_PATHS, currentUser, signInRequest } from '../../model/api.ts';
import { signIn, signOut } from '../../review/sign-in.ts';
import type { SignInGuard } from '../../review/sign-in-guard.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { clearSessionCookie, sessionToken, setSessionCookie, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** Against a flood of attempts, each of which costs the server a slow hash; guessing is the guard's matter. */
const SIGN_INS_PER_MINUTE = 30;

type SessionRouteOptions = {
  readonly db: Db;
  readonly clock: () => Date;
  readonly guard: SignInGuard;
  readonly secureCookies: boolean;
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
      const { name, role } = signedIn(request);
      return { name, role };
    },
  );
  server.delete(
    API_PATHS.session,
    {
      config: { permission: 'account:own' },
      schema: {
        tags: ['account'],
        operationId: 'signOut',
        summary: 'Sign out',
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

function signInRoute(server: ZodServer, { db, clock, guard, secureCookies }: SessionRouteOptions): void {
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
          ...problemResponses('bad-request', 'wrong-sign-in', 'cross-site', 'too-many'),
        },
      },
    },
    async (request, reply) => {
      const wait = guard.attempt(request.body.name, request.ip, clock());
      if (wait !== null) {
        reply.header('retry-after', wait);
        return sendProblem(
          reply,
          'too-many',
          `Too many wrong sign-ins. Wait ${Math.ceil(wait / 60)} minutes, then try again.`,
        );
      }
      const session = await signIn(db, request.body, clock());
      if (session === null) return sendProblem(reply, 'wrong-sign-in', 'Check both and try again.');
      guard.succeeded(request.body.name, request.ip);
      // The session that this browser had is of no more use to anyone.
      await signOut(db, sessionToken(request) ?? '');
      setSessionCookie(reply, session.token, secureCookies);
      const { name, role } = session.user;
      return reply.code(200).send({ name, role });
    },
  );
}
