/** Refuses requests that change something and that a browser sends on behalf of another site (CSRF). */
import type { FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';
import type { ZodServer } from './zod-server.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * `Sec-Fetch-Site` where the browser sends it (all current ones do), else `Origin` against `Host`. Neither means that no
 * browser sent it, so that no one else's cookie can ride along. `same-site` is refused too: another port of the same
 * machine is another program.
 */
export function isCrossSite(request: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (SAFE_METHODS.includes(request.method)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

export function refuseCrossSite(server: ZodServer): void {
  server.addHook('onRequest', async (request, reply) => {
    if (isCrossSite(request))
      return sendProblem(reply, 'cross-site', 'Open the console itself and try again there.');
    return undefined;
  });
}
