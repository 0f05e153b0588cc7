/** What deciding and reopening have in common over HTTP: who may, and how the result is answered. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AlertDetail } from '../model/api.ts';
import { mayDecide } from '../review/accounts.ts';
import { readAlertDetail } from '../review/alert-detail.ts';
import type { Decided } from '../review/decide-alert.ts';
import type { Db } from '../store/open-database.ts';
import { problemResponses, sendProblem } from './problems.ts';
import { signedIn } from './require-session.ts';

export const DECISION_PROBLEMS = problemResponses(
  'bad-request',
  'signed-out',
  'cross-site',
  'not-permitted',
  'not-found',
  'stale',
  'wrong-state',
  'wrong-reason',
  'note-missing',
);

/** Runs before the handler. */
export async function refuseReaders(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (mayDecide(signedIn(request).role)) return undefined;
  return sendProblem(reply, 'not-permitted', 'Ask an administrator for a role that decides.');
}

/** The alert as it is now, or the problem. */
export async function answerDecision(
  db: Db,
  alert: number,
  decided: Decided,
  reply: FastifyReply,
): Promise<AlertDetail | FastifyReply> {
  const notFound = () => sendProblem(reply, 'not-found', `There is no alert ${alert}.`);
  if (decided.kind === 'not-found') return notFound();
  if (decided.kind !== 'done') return sendProblem(reply, decided.kind, decided.detail);
  return (await readAlertDetail(db, alert)) ?? notFound();
}
