/** Signing in through the identity provider: away to it, and back. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { API_PATHS, signInWays } from '../../model/api.ts';
import { type IdentityProvider, type PendingSignIn, pendingSignIn } from '../../review/identity-provider.ts';
import { signInElsewhere } from '../../review/sign-in-elsewhere.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { setSessionCookie } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const COOKIE = 'pw_elsewhere';
/** So long somebody may take at the provider. */
const PENDING_SECONDS = 600;
/** Each asks the provider. */
const PER_MINUTE = 30;

type Options = {
  readonly db: Db;
  readonly clock: () => Date;
  readonly secureCookies: boolean;
  /** null: accounts are local only. */
  readonly identity: IdentityProvider | null;
};

const config = { open: true, rateLimit: { max: PER_MINUTE, timeWindow: 60_000 } } as const;
const tags = ['account'];

/** RFC 6749 §4.1.2, RFC 9207; providers add more, all of which goes to the check of the answer. */
const sent = z.string().max(4000);
const fromProvider = z
  .object({
    code: sent.optional(),
    state: sent.optional(),
    iss: sent.optional(),
    error: sent.optional(),
    error_description: sent.optional(),
  })
  .catchall(sent);

export function elsewhereRoutes(server: ZodServer, options: Options): void {
  const { identity, secureCookies } = options;
  server.get(
    API_PATHS.signInWays,
    {
      config: { open: true },
      schema: {
        tags,
        operationId: 'listSignInWays',
        summary: 'How one can sign in here, besides name and password',
        security: [],
        response: { 200: signInWays },
      },
    },
    async () => ({ elsewhere: identity === null ? null : { name: identity.settings.name } }),
  );
  server.get(
    API_PATHS.elsewhere,
    {
      config,
      schema: {
        tags,
        operationId: 'signInElsewhere',
        summary: 'Sends the browser to the identity provider',
        security: [],
        response: { 303: z.null(), ...problemResponses('not-found', 'too-many', 'unavailable') },
      },
    },
    async (_request, reply) => {
      if (identity === null) return sendProblem(reply, 'not-found', 'Sign in with name and password.');
      const { url, pending } = await identity.begin();
      reply.setCookie(COOKIE, writePending(pending), {
        ...cookieScope(secureCookies),
        maxAge: PENDING_SECONDS,
      });
      return leadTo(reply, url.href);
    },
  );
  returnRoute(server, options);
}

function returnRoute(server: ZodServer, { db, clock, secureCookies, identity }: Options): void {
  server.get(
    API_PATHS.elsewhereReturn,
    {
      config,
      schema: {
        tags,
        operationId: 'returnFromElsewhere',
        summary: 'Where the identity provider sends the browser back to',
        security: [],
        querystring: fromProvider,
        response: {
          303: z.null(),
          ...problemResponses('bad-request', 'not-found', 'too-many', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      if (identity === null) return sendProblem(reply, 'not-found', 'Sign in with name and password.');
      const pending = readPending(request.cookies[COOKIE]);
      reply.clearCookie(COOKIE, cookieScope(secureCookies));
      if (pending === null) return leadTo(reply, '/?sign-in=begin-again');
      const who = await identity.finish(new URLSearchParams(request.query), pending);
      if (who === null) return leadTo(reply, '/?sign-in=refused');
      const from = { address: request.ip, userAgent: request.headers['user-agent'] ?? null };
      const signed = await signInElsewhere(db, who, identity.settings, from, clock());
      if (signed.kind !== 'done') return leadTo(reply, `/?sign-in=${signed.kind}`);
      setSessionCookie(reply, signed.token, secureCookies);
      return leadTo(reply, '/');
    },
  );
}

/** The provider sends the browser back from another site: a strict cookie would not come along. */
function cookieScope(secure: boolean) {
  return { path: API_PATHS.elsewhere, httpOnly: true, sameSite: 'lax', secure } as const;
}

function writePending(pending: PendingSignIn): string {
  return Buffer.from(JSON.stringify(pending)).toString('base64url');
}

function readPending(cookie: string | undefined): PendingSignIn | null {
  try {
    return pendingSignIn.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()));
  } catch {
    // None, or not one of ours: the way has to be begun again.
    return null;
  }
}

function leadTo(reply: FastifyReply, address: string): FastifyReply {
  return reply.redirect(address, 303);
}
