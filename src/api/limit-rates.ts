/** How many requests are answered: by address before anything else is looked at, by account once it is known. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientNetwork } from '../net/client-network.ts';
import { count } from '../text/count.ts';
import { sendProblem } from './problems.ts';
import type { ZodServer } from './zod-server.ts';

const MINUTE_MS = 60_000;

/** An address may stand for a whole team behind one router; an account is one person, or one program. */
export const RATE_LIMITS = { perAddress: 12_000, perAccount: 1200 } as const;

type Limits = { readonly [Name in keyof typeof RATE_LIMITS]: number };
type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Before all other hooks. Gives the limit by account, which belongs behind the one that finds the account. */
export async function limitAddresses(server: ZodServer, limits: Limits = RATE_LIMITS): Promise<Limiter> {
  // Not the plugin's own hooks: those of a route run after the server's, too late to keep load away.
  await server.register(rateLimit, {
    global: false,
    timeWindow: MINUTE_MS,
    keyGenerator: ({ ip }) => addressOf(ip),
  });
  server.addHook(
    'onRequest',
    limiter(server, limits.perAddress, ({ ip }) => addressOf(ip)),
  );
  return limiter(server, limits.perAccount, ({ user, ip }) =>
    user === null ? `open ${addressOf(ip)}` : `account ${user.id}`,
  );
}

function limiter(server: ZodServer, max: number, keyGenerator: (request: FastifyRequest) => string): Limiter {
  const take = server.createRateLimit({ max, timeWindow: MINUTE_MS, keyGenerator });
  return async (request, reply) => {
    const result = await take(request);
    if (result.isAllowed || !result.isExceeded) return undefined;
    reply.header('retry-after', result.ttlInSeconds);
    return sendProblem(reply, 'too-many', `Wait ${count(result.ttlInSeconds, 'second')}, then try again.`);
  };
}

/** A client that hung up before its request was read has no address any more, whatever the type says. */
function addressOf(ip: string | undefined): string {
  return clientNetwork(String(ip));
}
