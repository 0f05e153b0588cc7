/** Taking back what one did last. */
import { BULK_PATHS, undoList, undoRequest, undoResult } from '../../model/bulk-api.ts';
import { readUndoable, undo } from '../../review/undo.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const config = { permission: 'alerts:decide' } as const;

export function undoRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    BULK_PATHS.undo,
    {
      config,
      schema: {
        tags: ['undo'],
        operationId: 'listUndoable',
        summary: 'Your last orders that can be taken back, the latest first',
        response: { 200: undoList, ...problemResponses('signed-out', 'not-permitted') },
      },
    },
    async (request) => ({ items: await readUndoable(db, signedIn(request), clock()) }),
  );
  server.post(
    BULK_PATHS.undo,
    {
      config,
      schema: {
        tags: ['undo'],
        operationId: 'undoOrder',
        summary: 'Take back one of your last orders; without naming one, the latest',
        body: undoRequest,
        response: {
          200: undoResult,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'nothing-to-undo'),
        },
      },
    },
    async (request, reply) => {
      const undone = await undo(db, request.body, signedIn(request), clock());
      return undone.kind === 'done' ? undone.result : sendProblem(reply, undone.kind, undone.detail);
    },
  );
}
