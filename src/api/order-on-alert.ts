/** What all orders on one alert have in common over HTTP: what was seen, and how the result is answered. */
import type { FastifyReply } from 'fastify';
import { type AlertDetail, alertDetail } from '../model/api.ts';
import type { ReviewRules } from '../model/review-rules.ts';
import { type AlertOrder, actOnAlert } from '../review/act-on-alert.ts';
import type { Actor } from '../review/actor.ts';
import { readAlertDetail } from '../review/alert-detail.ts';
import type { Db } from '../store/open-database.ts';
import { ifMatch, setVersion } from './alert-version.ts';
import { pathNumber } from './path-number.ts';
import { problemResponses, sendProblem } from './problems.ts';

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

/** Carries it out; answers with the alert as it is then, or with the problem. */
export async function answerOrder(
  { db, clock, rules }: OrderTools,
  order: AlertOrder,
  actor: Actor,
  reply: FastifyReply,
): Promise<AlertDetail | FastifyReply> {
  const notFound = () => sendProblem(reply, 'not-found', `There is no alert ${order.alert}.`);
  const acted = await actOnAlert(db, order, actor, rules.policies, clock());
  if (acted.kind === 'not-found') return notFound();
  if (acted.kind !== 'done') return sendProblem(reply, acted.kind, acted.detail);
  const detail = await readAlertDetail(db, order.alert, clock(), actor);
  if (detail === null) return notFound();
  setVersion(reply, detail);
  return detail;
}
