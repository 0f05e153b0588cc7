/**
 * The queues as bull-board shows them, behind our sign-in and to look at only: of its routes just those that read are
 * there, and its page comes without what it would fetch from elsewhere.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { AppControllerRoute, IServerAdapter, UIConfig } from '@bull-board/api/typings/app';
import files from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendProblem } from '../problems.ts';
import type { QueueControl } from '../queue-control.ts';
import { allowOwnBase } from '../security-headers.ts';
import type { ZodServer } from '../zod-server.ts';

export const BOARD_PATH = '/bull-board';

const TITLE = 'Precursor Watch: queues';
/** Paths of its page, which is one and finds its way by itself. */
const SCREENS = ['', '/', '/job-schedulers', '/queue/:queueName', '/queue/:queueName/:jobId'];
const config = { permission: 'operations:read' } as const;
const hidden = { config, schema: { hide: true } };
const NO_QUEUES = 'This process has no queues to show.';

type Board = {
  readonly queues: Parameters<IServerAdapter['setQueues']>[0];
  readonly reads: readonly { readonly url: string; readonly handler: AppControllerRoute['handler'] }[];
  readonly uiConfig: UIConfig;
};

/** @param control null: there is nothing to show, and every route says so */
export async function queueBoardRoutes(server: ZodServer, control: QueueControl | null): Promise<void> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@bull-board/ui/package.json'))), 'dist');
  const { board, show } = makeBoard();
  const page = await readPage(join(folder, 'index.ejs'), board.uiConfig);
  await server.register(async (plain) => {
    const own = plain.withTypeProvider<ZodTypeProvider>();
    await own.register(files, { root: join(folder, 'static'), serve: false, index: false });
    for (const screen of SCREENS) {
      own.get(`${BOARD_PATH}${screen}`, hidden, (_request, reply) => {
        if (control === null) return sendProblem(reply, 'unavailable', NO_QUEUES);
        allowOwnBase(reply);
        return reply.type('text/html; charset=utf-8').send(page);
      });
    }
    own.get(
      `${BOARD_PATH}/static/*`,
      { config, schema: { hide: true, params: z.object({ '*': z.string() }) } },
      (request, reply) => reply.sendFile(request.params['*']),
    );
    for (const { url, handler } of board.reads) {
      own.get(`${BOARD_PATH}${url}`, hidden, async (request, reply): Promise<FastifyReply> => {
        if (control === null) return sendProblem(reply, 'unavailable', NO_QUEUES);
        await show(control);
        const { status = 200, body } = await handler({
          queues: board.queues,
          uiConfig: board.uiConfig,
          params: request.params as Record<string, string>,
          query: request.query as Record<string, string>,
          body: {},
          headers: {},
        });
        return reply.code(status).send(body);
      });
    }
  });
}

/** `show` hands it the queues when somebody first looks. */
function makeBoard(): { board: Board; show: (control: QueueControl) => Promise<void> } {
  let queues: Board['queues'] = new Map();
  let routes: AppControllerRoute[] = [];
  let uiConfig: UIConfig = {};
  const adapter: IServerAdapter = {
    setQueues: (given) => {
      queues = given;
      return adapter;
    },
    setApiRoutes: (given) => {
      routes = given;
      return adapter;
    },
    setUIConfig: (given) => {
      uiConfig = given;
      return adapter;
    },
    setViewsPath: () => adapter,
    setStaticPath: () => adapter,
    setEntryRoute: () => adapter,
    setErrorHandler: () => adapter,
  };
  const { setQueues } = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: TITLE } },
  });
  const reads = routes
    .filter(({ method }) => [method].flat().every((each) => each === 'get'))
    .flatMap(({ route, handler }) => [route].flat().map((url) => ({ url, handler })));
  let shown: Promise<void> | null = null;
  // Its type knows queues on Redis only, its code those on PostgreSQL too.
  type Readable = ConstructorParameters<typeof BullMQAdapter>[0];
  const begin = async (control: QueueControl) => {
    const known = await control.board();
    setQueues(known.map((queue) => new BullMQAdapter(queue as Readable, { readOnlyMode: true })));
  };
  const show = async (control: QueueControl) => {
    shown ??= begin(control).catch((error: unknown) => {
      shown = null;
      throw error;
    });
    await shown;
  };
  return { board: { queues, reads, uiConfig }, show };
}

/** Its own page names fonts of another server and styles within: of it only its own files are taken. */
async function readPage(template: string, uiConfig: UIConfig): Promise<string> {
  const text = await readFile(template, 'utf8');
  const own = text.match(/<link href="static\/[^>]+>|<script defer src="static\/[^>]+><\/script>/g) ?? [];
  const settings = JSON.stringify(uiConfig).replaceAll('<', '\\u003c');
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${TITLE}</title>`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><base href="${BOARD_PATH}/">`,
    ...own.filter((tag) => tag.startsWith('<link')),
    '</head><body>',
    `<script id="__UI_CONFIG__" type="application/json">${settings}</script><div id="root"></div>`,
    ...own.filter((tag) => tag.startsWith('<script')),
    '</body></html>',
  ].join('');
}
