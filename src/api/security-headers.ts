/** The headers that keep a browser from doing anything but showing our own console. */
import helmet from '@fastify/helmet';
import type { FastifyReply } from 'fastify';
import type { ZodServer } from './zod-server.ts';

/**
 * Nothing from outside, no inline script, no frames. A nonce lets in the `<style>` elements that the console's
 * library adds at run time; without one not even those.
 */
function contentPolicy(styleNonce: string | null) {
  return {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': styleNonce === null ? ["'self'"] : ["'self'", `'nonce-${styleNonce}'`],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'frame-src': ["'self'"],
      'manifest-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  };
}

/** `overHttps` adds Strict-Transport-Security, which would lock a plain-HTTP installation out. */
export async function addSecurityHeaders(server: ZodServer, overHttps: boolean): Promise<void> {
  await server.register(helmet, {
    global: true,
    contentSecurityPolicy: contentPolicy(null),
    strictTransportSecurity: overHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  // Personal data stays in no cache; the console's files say otherwise of themselves.
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}

/** For a document of foreign content in a frame of our own: nothing runs, loads, is sent or opened from it. */
export function isolateFrame(reply: FastifyReply, styleHash: string): void {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ];
  reply.header('content-security-policy', policy.join(';')).header('x-frame-options', 'SAMEORIGIN');
}

/** For a page of ours whose addresses count from its own `<base>`; nothing else of the policy changes. */
export function allowOwnBase(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  reply.header('content-security-policy', policy.replace("base-uri 'none'", "base-uri 'self'"));
}

export async function allowStyleNonce(reply: FastifyReply, nonce: string): Promise<void> {
  await reply.helmet({
    contentSecurityPolicy: contentPolicy(nonce),
    // The others stand already; Strict-Transport-Security must not be set by default here.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
}
