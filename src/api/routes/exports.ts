/** Files and reports of alerts. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EXPORT_PATHS, exportRequest } from '../../model/export-api.ts';
import { type Exported, exportAlerts } from '../../review/export-alerts.ts';
import type { OrderTools } from '../order-on-alert.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** Each may read thousands of alerts. */
const EXPORTS_PER_MINUTE = 20;

export function exportRoute(server: ZodServer, { db, clock, rules }: OrderTools): void {
  server.post(
    EXPORT_PATHS.exports,
    {
      config: {
        permission: 'exports:make',
        secret: true,
        rateLimit: { max: EXPORTS_PER_MINUTE, timeWindow: 60_000 },
      },
      schema: {
        tags: ['exports'],
        operationId: 'exportAlerts',
        summary: 'Alerts as CSV, JSON lines or a PDF report, marked with TLP; it is put on record',
        body: exportRequest,
        response: {
          200: {
            description: 'The file',
            content: {
              'text/csv': { schema: z.string() },
              'application/jsonl': { schema: z.string() },
              'application/pdf': { schema: z.string() },
            },
          },
          ...problemResponses(
            'bad-request',
            'signed-out',
            'cross-site',
            'not-permitted',
            'not-found',
            'note-missing',
            'too-many-alerts',
            'too-many',
          ),
        },
      },
    },
    async (request, reply) => {
      const made = await exportAlerts(db, request.body, signedIn(request), rules, clock());
      return made.kind === 'done' ? sendFile(reply, made) : sendProblem(reply, made.kind, made.detail);
    },
  );
}

function sendFile(reply: FastifyReply, file: Extract<Exported, { kind: 'done' }>): FastifyReply {
  return reply
    .type(file.type)
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .send(Readable.from(file.content, { objectMode: false }));
}
