/** The picture of an alert's page, for whoever may see contacts now: in it nothing can be masked. */
import { z } from 'zod';
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { API_PATHS } from '../../model/api.ts';
import { readScreenshot } from '../../review/read-capture.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import { sendAs } from '../send-as.ts';
import type { ZodServer } from '../zod-server.ts';

export function screenshotRoute(
  server: ZodServer,
  db: Db,
  captures: Pick<CaptureStore, 'get'>,
  clock: () => Date,
): void {
  server.get(
    API_PATHS.screenshot,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'showScreenshot',
        summary: 'The picture of the page as a browser drew it; only once you have revealed the contacts',
        params: pathNumber,
        response: {
          200: { description: 'The picture', content: { 'image/webp': { schema: z.string() } } },
          ...problemResponses('bad-request', 'signed-out', 'masked', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const shown = await readScreenshot(db, captures, id, signedIn(request), clock());
      if (shown === null) return sendProblem(reply, 'not-found', 'No picture of its page is stored.');
      if (shown.kind === 'masked')
        return sendProblem(reply, 'masked', 'Reveal the contacts of the alert first, saying why.');
      return sendAs(reply, shown.type, Buffer.from(shown.bytes));
    },
  );
}
