/** Deciding an alert. */
import { API_PATHS, decisionRequest } from '../../model/api.ts';
import { seenVersion } from '../alert-version.ts';
import { answerOrder, ORDER_SCHEMA, type OrderTools, orderConfig } from '../order-on-alert.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function decisionRoute(server: ZodServer, tools: OrderTools): void {
  server.post(
    API_PATHS.decisions,
    {
      config: orderConfig(tools, 'alerts:decide'),
      schema: {
        ...ORDER_SCHEMA,
        operationId: 'decideAlert',
        summary: 'Decide an alert as you saw it; answers with the alert as it is then',
        body: decisionRequest,
      },
    },
    async (request, reply) => {
      const { revision, ...wanted } = request.body;
      const seen = { revision, version: seenVersion(request.headers) };
      const order = { action: 'decide', ...wanted } as const;
      return await answerOrder(tools, { alert: request.params.id, seen, order }, signedIn(request), reply);
    },
  );
}
