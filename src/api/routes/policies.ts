/** The policies that a decision can name. */
import { API_PATHS } from '../../model/api.ts';
import { type Policies, policies } from '../../model/review-rules.ts';
import { problemResponses } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

export function policiesRoute(server: ZodServer, known: Policies): void {
  server.get(
    API_PATHS.policies,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'listPolicies',
        summary: 'The policies that a decision can name, and the outcomes that need one',
        response: { 200: policies, ...problemResponses('signed-out') },
      },
    },
    async () => known,
  );
}
