/** What all orders on one alert have in common over HTTP: what was seen, and how the result is answered. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AlertDetail, alertDetail } from '../model/api.ts';
import type { Permission } from '../model/permissions.ts';
import type { ReviewRules } from '../model/review-rules.ts';
import { type AlertOrder, actOnAlert } from '../review/act-on-alert.ts';
import type { Actor } from '../review/actor.ts';
import { readAlertDetail } from '../review/alert-detail.ts';
import type { Db } from '../store/open-database.ts';
import { ifMatch, setVersion } from './alert-version.ts';
import { pathNumber } from './path-number.ts';
import { problemResponses, sendProblem } from './problems.ts';
import { signedIn } from './require-session.ts';

/** What the routes of orders are given. */
export type OrderTools = { readonly db: Db; readonly clock: () => Date; readonly rules: ReviewRules };

/** Everything of their schemas but summary and body. */
export const ORDER_SCHEMA = {
  tags: ['alerts'],
  params: pathNumber,
  headers: ifMatch,
  response: {
    200: alertDetail,
    ...problemResponses(
      'bad-request',
      'signed-out',
      'cross-site',
      'not-permitted',
      'not-found',
      'claimed',
      'second-look',
      'wrong-state',
      'stale',
      'wrong-reason',
      'note-missing',
      'policy-missing',
      'policy-unknown',
      'wrong-duplicate',
      'wrong-time',
    ),
  },
};

/** The configuration of their routes. Sent again, an order is answered with the alert as it may be seen then. */
export function orderConfig(tools: OrderTools, permission: Permission) {
  const again = async (request: FastifyRequest, reply: FastifyReply) =>
    await answerAlert(tools, pathNumber.parse(request.params).id, signedIn(request), reply);
  return { permission, again };
}

async function answerAlert(
  { db, clock }: OrderTools,
  alert: number,
  actor: Actor,
  reply: FastifyReply,
): Promise<AlertDetail | FastifyReply> {
  const detail = await readAlertDetail(db, alert, clock(), actor);
  if (detail === null) return sendProblem(reply, 'not-found', `There is no alert ${alert}.`);
  setVersion(reply, detail);
  return detail;
}

/** Carries it out; answers with the alert as it is then, or with the problem. */
export async function answerOrder(
  tools: OrderTools,
  order: AlertOrder,
  actor: Actor,
  reply: FastifyReply,
): Promise<AlertDetail | FastifyReply> {
  const { db, clock, rules } = tools;
  const acted = await actOnAlert(db, order, actor, rules.policies, clock());
  if (acted.kind === 'not-found') return sendProblem(reply, acted.kind, `There is no alert ${order.alert}.`);
  if (acted.kind !== 'done') return sendProblem(reply, acted.kind, acted.detail);
  return await answerAlert(tools, order.alert, actor, reply);
}
