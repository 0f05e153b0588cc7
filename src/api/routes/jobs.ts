/** Jobs for operators: what waits in each queue, what was set aside and may be tried again or dropped, what was lost. */
import { z } from 'zod';
import {
  JOB_PATHS,
  lostPage,
  lostQuery,
  parkedPage,
  parkedQuery,
  queueList,
  replayed,
} from '../../model/jobs-api.ts';
import { dropJob, replayJob } from '../../review/settle-jobs.ts';
import { pageOfLostJobs } from '../../store/health/lost-jobs.ts';
import { pageOfParkedJobs } from '../../store/health/parked-jobs.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import type { QueueControl } from '../queue-control.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const config = { permission: 'operations:read' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');
const CHANGING = { ...PROBLEMS, ...problemResponses('cross-site', 'not-found') };
const NO_QUEUES = 'This process has no queues. Ask one that runs the schedule, or use the command line.';

export type JobTools = {
  readonly db: Db;
  readonly clock: () => Date;
  /** null: this process reaches no queue. */
  readonly queues: QueueControl | null;
};

export function jobRoutes(server: ZodServer, { db, clock, queues }: JobTools): void {
  server.get(
    JOB_PATHS.queues,
    {
      config,
      schema: {
        tags,
        operationId: 'listQueues',
        summary: 'Jobs of each queue by state',
        response: { 200: queueList, ...PROBLEMS, ...problemResponses('unavailable') },
      },
    },
    async (_request, reply) =>
      queues === null ? sendProblem(reply, 'unavailable', NO_QUEUES) : await queues.count(),
  );
  server.get(
    JOB_PATHS.parked,
    {
      config,
      schema: {
        tags,
        operationId: 'listParkedJobs',
        summary: 'Jobs that nobody tries again by themselves, the latest first',
        querystring: parkedQuery,
        response: { 200: parkedPage, ...PROBLEMS },
      },
    },
    async (request) => await pageOfParkedJobs(db, request.query),
  );
  server.get(
    JOB_PATHS.lost,
    {
      config,
      schema: {
        tags,
        operationId: 'listLostJobs',
        summary: 'Jobs that the queue had lost and that were put there again, the latest first',
        querystring: lostQuery,
        response: { 200: lostPage, ...PROBLEMS },
      },
    },
    async (request) => await pageOfLostJobs(db, request.query),
  );
  settleRoutes(server, { db, clock, queues });
}

function settleRoutes(server: ZodServer, { db, clock, queues }: JobTools): void {
  const config = { permission: 'operations:act' } as const;
  const unknown = (id: number) => `No job is set aside under number ${id}.`;
  server.post(
    JOB_PATHS.replay,
    {
      config,
      schema: {
        tags,
        operationId: 'replayJob',
        summary: 'Give a job that was set aside another try',
        params: pathNumber,
        response: { 200: replayed, ...CHANGING, ...problemResponses('wrong-state', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (queues === null) return sendProblem(reply, 'unavailable', NO_QUEUES);
      const done = await replayJob(db, id, queues.replay, signedIn(request), clock());
      if (done.kind === 'done') return { run: done.run };
      if (done.kind === 'not-found') return sendProblem(reply, 'not-found', unknown(id));
      return sendProblem(reply, done.kind, done.detail);
    },
  );
  server.delete(
    JOB_PATHS.parkedJob,
    {
      config,
      schema: {
        tags,
        operationId: 'dropJob',
        summary: 'Set a job aside for good',
        params: pathNumber,
        response: { 204: z.null(), ...CHANGING },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (await dropJob(db, id, signedIn(request), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', unknown(id));
    },
  );
}
