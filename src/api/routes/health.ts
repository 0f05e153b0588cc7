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

export type HealthChecks = {
  /** Whether this process can answer at all. */
  readonly alive: () => Promise<HealthReport>;
  /** Whether it should be given work: what it needs is up, too. */
  readonly ready: () => Promise<HealthReport>;
};

const ROUTES = [
  { url: '/healthz', check: 'alive', operationId: 'readHealth', summary: 'Whether the process is up' },
  {
    url: '/readyz',
    check: 'ready',
    operationId: 'readReadiness',
    summary: 'Whether the process and all that it needs are up',
  },
] as const;

export function healthRoutes(server: ZodServer, checks: HealthChecks): void {
  for (const { url, check, operationId, summary } of ROUTES) {
    server.get(
      url,
      {
        config: { open: true },
        schema: {
          tags: ['health'],
          operationId,
          summary,
          security: [],
          response: { 200: healthReport, 503: healthReport },
        },
      },
      async (request, reply) => {
        const report = await checks[check]().catch((error: unknown): HealthReport => {
          request.log.error({ err: error }, `The health check itself failed: ${describeError(error)}`);
          return { ok: false, parts: { check: 'failing' } };
        });
        return reply.code(report.ok ? 200 : 503).send(report);
      },
    );
  }
}
