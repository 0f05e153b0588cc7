/** The stored page of an alert, for a frame of the console: it can neither run, nor ask for, nor lead to anything. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { API_PATHS } from '../../model/api.ts';
import { readCapture } from '../../review/read-capture.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import { isolateFrame } from '../security-headers.ts';
import { sendAs } from '../send-as.ts';
import type { ZodServer } from '../zod-server.ts';

/** The only style: its hash stands in the policy, so that none of the page's own could come in. */
const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}' +
  'table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:start}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export function captureRoute(
  server: ZodServer,
  db: Db,
  captures: Pick<CaptureStore, 'get'>,
  clock: () => Date,
): void {
  server.get(
    API_PATHS.capture,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'showCapture',
        summary:
          'The stored page as an HTML document without script, style or addresses; contacts masked until revealed',
        params: pathNumber,
        response: {
          200: {
            description: 'The page, or a picture of it',
            content: { 'text/html': { schema: z.string() } },
          },
          ...problemResponses('bad-request', 'signed-out', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const shown = await readCapture(db, captures, id, signedIn(request), clock());
      if (shown === null) {
        return sendProblem(reply, 'not-found', 'No page of it is stored that could be shown to you now.');
      }
      isolateFrame(reply, STYLE_HASH);
      return shown.kind === 'picture'
        ? sendAs(reply, shown.type, Buffer.from(shown.bytes))
        : sendAs(reply, 'text/html; charset=utf-8', documentOf(shown.body));
    },
  );
}

function documentOf(body: string): string {
  const head = `<head><meta charset="utf-8"><title>Stored page</title><style>${STYLE}</style></head>`;
  return `<!doctype html><html>${head}<body>${body}</body></html>`;
}
