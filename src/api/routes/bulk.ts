/** Orders on many alerts at once: a preview, then its application. */
import { BULK_PATHS, bulkPreview, bulkRequest, bulkResult } from '../../model/bulk-api.ts';
import { applyBulk, previewBulk } from '../../review/bulk.ts';
import type { OrderTools } from '../order-on-alert.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const config = { permission: 'alerts:decide' } as const;

export function bulkRoutes(server: ZodServer, { db, clock, rules }: OrderTools): void {
  server.post(
    BULK_PATHS.bulk,
    {
      config,
      schema: {
        tags: ['bulk'],
        operationId: 'previewBulk',
        summary: 'What an order would change on these alerts, or on all that a list shows; changes nothing',
        body: bulkRequest,
        response: {
          200: bulkPreview,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted'),
        },
      },
    },
    async (request) => await previewBulk(db, request.body, signedIn(request), rules, clock()),
  );
  server.post(
    BULK_PATHS.apply,
    {
      config,
      schema: {
        tags: ['bulk'],
        operationId: 'applyBulk',
        summary: 'Change what the preview showed; what was touched since is left out',
        params: pathNumber,
        response: {
          200: bulkResult,
          ...problemResponses(
            'bad-request',
            'signed-out',
            'cross-site',
            'not-permitted',
            'not-found',
            'already-applied',
            'expired',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const applied = await applyBulk(db, id, signedIn(request), rules, clock());
      if (applied.kind === 'not-found') return sendProblem(reply, 'not-found', `You have no preview ${id}.`);
      return applied.kind === 'done' ? applied.result : sendProblem(reply, applied.kind, applied.detail);
    },
  );
}
