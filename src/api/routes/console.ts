/** The console's files: hashed assets kept by the browser for good, its one page made anew for each visit. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { OperatorError } from '../../model/errors.ts';
import { sendProblem } from '../problems.ts';
import { allowStyleNonce } from '../security-headers.ts';
import type { ZodServer } from '../zod-server.ts';

/** Stands in index.html where the nonce belongs. */
const PLACEHOLDER = '__CSP_NONCE__';

const A_YEAR = { maxAge: '365d', immutable: true } as const;
const REVALIDATE = { maxAge: 0, immutable: false } as const;

/**
 * @param folder the built console, or null to serve the interface alone
 * @throws OperatorError 'config' when the folder has no index.html
 */
export async function consoleRoutes(server: ZodServer, folder: string | null): Promise<void> {
  const open = {
    config: { open: true },
    schema: { hide: true, params: z.object({ '*': z.string().default('') }) },
  };
  if (folder === null) {
    server.get('/', open, (_request, reply) =>
      sendProblem(reply, 'not-found', 'This process serves the interface only, without the console.'),
    );
    return;
  }
  const page = await readIndex(folder);
  await server.register(files, { root: folder, serve: false, index: false, dotfiles: 'ignore' });
  server.get('/assets/*', open, (request, reply) => reply.sendFile(`assets/${request.params['*']}`, A_YEAR));
  server.get('/*', open, (request, reply) => {
    const path = request.params['*'];
    if (path === 'api' || path.startsWith('api/')) return reply.callNotFound();
    // A name with a dot is a file; any other is one of the console's own screens.
    if (namesFile(path) && path !== 'index.html') return reply.sendFile(path, REVALIDATE);
    return sendPage(reply, page);
  });
}

/** Not by a pattern: one that begins anew at each of ten thousand dots takes long, and nobody has signed in yet. */
function namesFile(path: string): boolean {
  return path.lastIndexOf('.') > path.lastIndexOf('/');
}

async function readIndex(folder: string): Promise<string> {
  const path = join(folder, 'index.html');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new OperatorError(
      'config',
      `The console is not built: ${path} cannot be read.`,
      'Run "npm run console".',
      {
        cause: error,
      },
    );
  }
}

async function sendPage(reply: FastifyReply, page: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64url');
  await allowStyleNonce(reply, nonce);
  return reply.type('text/html; charset=utf-8').send(page.replaceAll(PLACEHOLDER, nonce));
}
