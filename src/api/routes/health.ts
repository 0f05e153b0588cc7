/** Says to a load balancer or a person whether the process and what it needs are up; tells no details. */
import { z } from 'zod';
import { describeError } from '../../model/errors.ts';
import type { ZodServer } from '../zod-server.ts';

const healthReport = z.strictObject({
  ok: z.boolean(),
  /** One entry for each thing that is needed, such as database and queue. */
  parts: z.record(z.string(), z.enum(['ok', 'failing'])),
});
export type HealthReport = z.infer<typeof healthReport>;

export function healthRoute(server: ZodServer, health: () => Promise<HealthReport>): void {
  server.get(
    '/healthz',
    {
      config: { open: true },
      schema: {
        tags: ['health'],
        operationId: 'readHealth',
        summary: 'Whether the process and what it needs are up',
        security: [],
        response: { 200: healthReport, 503: healthReport },
      },
    },
    async (request, reply) => {
      const report = await health().catch((error: unknown): HealthReport => {
        request.log.error({ err: error }, `The health check itself failed: ${describeError(error)}`);
        return { ok: false, parts: { check: 'failing' } };
      });
      return reply.code(report.ok ? 200 : 503).send(report);
    },
  );
}
