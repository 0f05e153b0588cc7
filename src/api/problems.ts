/** Everything that can be wrong with a request, as RFC 9457 problem details: one table, one way to send. */
import type { FastifyReply } from 'fastify';
import { type Problem, problem } from '../model/api.ts';
import { count } from '../text/count.ts';

const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not valid' },
  'signed-out': { status: 401, title: 'Not signed in' },
  'wrong-sign-in': { status: 401, title: 'Wrong name or password' },
  'code-needed': { status: 401, title: 'A code of your second factor is needed' },
  'cross-site': { status: 403, title: 'The request comes from another site' },
  masked: { status: 403, title: 'It shows contacts that are masked for you' },
  'sign-in-again': { status: 403, title: 'You signed in too long ago for this' },
  'not-permitted': { status: 403, title: 'Your role does not allow this' },
  'not-found': { status: 404, title: 'Not found' },
  claimed: { status: 409, title: 'Somebody else holds this alert' },
  'claim-lost': { status: 409, title: 'You do not hold this alert' },
  'second-look': { status: 409, title: 'Your second look comes first' },
  'wrong-state': { status: 409, title: 'The present state does not allow this' },
  stale: { status: 412, title: 'The alert has changed since you opened it' },
  'already-applied': { status: 409, title: 'It was applied already' },
  expired: { status: 409, title: 'It is too old' },
  'in-progress': { status: 409, title: 'The same request is being carried out' },
  'last-admin': { status: 409, title: 'Somebody who can do everything must remain' },
  'name-taken': { status: 409, title: 'That name is taken' },
  'nothing-to-undo': { status: 409, title: 'Nothing can be taken back' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-json': { status: 415, title: 'The request is not JSON' },
  'wrong-reason': { status: 422, title: 'The reason does not belong to the outcome' },
  'note-missing': { status: 422, title: 'A note is needed' },
  'wrong-code': { status: 422, title: 'The code is not right' },
  'wrong-scope': { status: 422, title: 'The token cannot have this' },
  'policy-missing': { status: 422, title: 'A policy is needed' },
  'policy-unknown': { status: 422, title: 'The policy is not known' },
  'wrong-duplicate': { status: 422, title: 'The alert that it repeats is not there' },
  'wrong-offers': { status: 422, title: 'These offers or listings cannot be joined or parted so' },
  'wrong-time': { status: 422, title: 'The time cannot be' },
  'too-many-alerts': { status: 422, title: 'These are too many alerts' },
  'unknown-user': { status: 422, title: 'No such account' },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'too-many': { status: 429, title: 'Too many requests' },
  failed: { status: 500, title: 'Something went wrong on the server' },
  'factor-closed': { status: 503, title: 'Your second factor cannot be checked here' },
  unavailable: { status: 503, title: 'A service that is needed is down' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

const PROBLEM_TYPE = 'application/problem+json';

/** `detail` says what to do. */
function toProblem(name: ProblemName, detail: string): Problem {
  const { status, title } = PROBLEMS[name];
  return { type: `urn:precursor-watch:problem:${name}`, title, status, detail };
}

export function sendProblem(reply: FastifyReply, name: ProblemName, detail: string): FastifyReply {
  return reply
    .code(PROBLEMS[name].status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(toProblem(name, detail)));
}

/** `seconds` is how long whoever guesses, or has forgotten, has to wait. */
export function tooManyPasswords(reply: FastifyReply, seconds: number): FastifyReply {
  reply.header('retry-after', seconds);
  const minutes = Math.ceil(seconds / 60);
  return sendProblem(
    reply,
    'too-many',
    `Too many wrong sign-ins. Wait ${count(minutes, 'minute')}, then try again.`,
  );
}

/** Response schemas of the problems a route can answer with, for validation of nothing and documentation of all. */
export function problemResponses(...names: ProblemName[]) {
  const byStatus: Record<
    number,
    { description: string; content: Record<string, { schema: typeof problem }> }
  > = {};
  for (const name of names) {
    const { status, title } = PROBLEMS[name];
    const before = byStatus[status];
    const description = before === undefined ? title : `${before.description}; ${title}`;
    byStatus[status] = { description, content: { [PROBLEM_TYPE]: { schema: problem } } };
  }
  return byStatus;
}
