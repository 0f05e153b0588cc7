/** Figures for Prometheus. They name sites, so a monitor needs a token of an account that may read operations. */
import { z } from 'zod';
import { createExposition, type MetricTools } from '../metrics.ts';
import { problemResponses } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

export function metricsRoute(server: ZodServer, tools: MetricTools): void {
  const exposition = createExposition(tools);
  server.get(
    '/metrics',
    {
      config: { permission: 'operations:read' },
      schema: {
        tags: ['health'],
        operationId: 'readMetrics',
        summary: 'Figures for Prometheus',
        response: {
          200: { description: 'The figures', content: { 'text/plain': { schema: z.string() } } },
          ...problemResponses('signed-out', 'not-permitted'),
        },
      },
    },
    async (_request, reply) => reply.type(exposition.contentType).send(await exposition.text()),
  );
}
