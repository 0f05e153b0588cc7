/** Lets no request in without a session and the permission that its route asks for, but for the routes that are open. */
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { may, type Permission } from '../model/permissions.ts';
import { type Actor, actorMay } from '../review/actor.ts';
import { resumeToken } from '../review/api-tokens.ts';
import { peekSession, resumeSession } from '../review/sign-in.ts';
import type { Db } from '../store/open-database.ts';
import { sendProblem } from './problems.ts';
import type { ZodServer } from './zod-server.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for a route that needs no session. */
    open?: boolean;
    /** What any other route asks of the role. */
    permission?: Permission;
  }
  interface FastifyRequest {
    user: Actor | null;
  }
}

const COOKIE = 'pw_session';

/** Whether the one who asked may still ask: for answers that go on for hours, which are no use of a session. */
export type Recheck = (request: FastifyRequest) => Promise<boolean>;

export async function requireSession(server: ZodServer, db: Db, clock: () => Date): Promise<Recheck> {
  await server.register(cookie);
  server.decorateRequest('user', null);
  server.addHook('onRoute', ({ config, url }) => {
    if (config?.open !== true && config?.permission === undefined) {
      throw new Error(`route ${url} says neither that it is open nor what permission it needs`);
    }
  });
  server.addHook('onRequest', async (request, reply) => {
    const { open, permission } = request.routeOptions.config;
    if (request.is404 || open === true) return undefined;
    const who = await whoAsks(db, request, clock(), resumeSession);
    request.user = who;
    if (who === null) return sendProblem(reply, 'signed-out', 'Sign in, then try again.');
    if (permission === undefined || !may(who.role, permission)) {
      return sendProblem(reply, 'not-permitted', 'Ask an administrator for a role that may do this.');
    }
    if (actorMay(who, permission)) return undefined;
    return sendProblem(reply, 'not-permitted', `The token lacks the scope "${permission}".`);
  });
  return async (request) => (await whoAsks(db, request, clock(), peekSession)) !== null;
}

/** Who sends both means the token: a browser adds the cookie by itself. */
async function whoAsks(
  db: Db,
  request: FastifyRequest,
  now: Date,
  bySession: typeof resumeSession,
): Promise<Actor | null> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return await byToken(db, authorization, now);
  const token = sessionToken(request);
  return token === null ? null : await bySession(db, token, now);
}

/** RFC 6750 §2.1. */
async function byToken(db: Db, authorization: string, now: Date): Promise<Actor | null> {
  const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1];
  return token === undefined ? null : await resumeToken(db, token, now);
}

/** Who asks, in a route that needs a session. */
export function signedIn(request: FastifyRequest): Actor {
  if (request.user === null)
    throw new Error(`route ${request.routeOptions.url} was reached without a session`);
  return request.user;
}

export function sessionToken(request: FastifyRequest): string | null {
  return request.cookies[COOKIE] ?? null;
}

/**
 * Scripts cannot read it, other sites cannot make the browser send it; `secure` keeps it off plain HTTP. It has no
 * age of its own: the session's end is known to the server alone, and moves with use.
 */
export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.setCookie(COOKIE, token, cookieScope(secure));
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(COOKIE, cookieScope(secure));
}

function cookieScope(secure: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}
