/** Putting an alert off until a moment. */
import { API_PATHS, snoozeRequest } from '../../model/api.ts';
import { seenVersion } from '../alert-version.ts';
import { answerOrder, ORDER_SCHEMA, type OrderTools, orderConfig } from '../order-on-alert.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function snoozeRoute(server: ZodServer, tools: OrderTools): void {
  server.post(
    API_PATHS.snooze,
    {
      config: orderConfig(tools, 'alerts:decide'),
      schema: {
        ...ORDER_SCHEMA,
        operationId: 'snoozeAlert',
        summary: 'Put an alert off; it comes back by itself',
        body: snoozeRequest,
      },
    },
    async (request, reply) => {
      const { revision, until, note } = request.body;
      const seen = { revision, version: seenVersion(request.headers) };
      const order = { action: 'snooze', until, note } as const;
      return await answerOrder(tools, { alert: request.params.id, seen, order }, signedIn(request), reply);
    },
  );
}
