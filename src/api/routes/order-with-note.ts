/** The orders on an alert that carry a note and nothing else: reopen, escalate, return to the analysts, wake. */
import { API_PATHS, noteRequest } from '../../model/api.ts';
import type { Permission } from '../../model/permissions.ts';
import type { Order } from '../../review/transitions.ts';
import { seenVersion } from '../alert-version.ts';
import { answerOrder, ORDER_SCHEMA, type OrderTools, orderConfig } from '../order-on-alert.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

type NoteAction = Exclude<Order['action'], 'decide' | 'snooze'>;

const ROUTES: Readonly<Record<NoteAction, { path: string; permission: Permission; summary: string }>> = {
  reopen: {
    path: API_PATHS.reopen,
    permission: 'alerts:decide',
    summary: 'Put a decided alert back among those that wait; answers with the alert as it is then',
  },
  escalate: {
    path: API_PATHS.escalate,
    permission: 'alerts:decide',
    summary: "Put an alert into the leads' list, with a note that says why",
  },
  return: {
    path: API_PATHS.returnToAnalysts,
    permission: 'alerts:lead',
    summary: 'Give an escalated alert back to the analysts',
  },
  wake: {
    path: API_PATHS.wake,
    permission: 'alerts:decide',
    summary: 'End the putting off of an alert now',
  },
};

export function noteRoutes(server: ZodServer, tools: OrderTools): void {
  for (const action of Object.keys(ROUTES) as NoteAction[]) {
    const { path, permission, summary } = ROUTES[action];
    server.post(
      path,
      {
        config: orderConfig(tools, permission),
        schema: { ...ORDER_SCHEMA, operationId: `${action}Alert`, summary, body: noteRequest },
      },
      async (request, reply) => {
        const { revision, note } = request.body;
        const seen = { revision, version: seenVersion(request.headers) };
        const order = { alert: request.params.id, seen, order: { action, note } };
        return await answerOrder(tools, order, signedIn(request), reply);
      },
    );
  }
}
