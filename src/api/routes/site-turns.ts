/** Orders of operators about turns: a run of a site now, a hold and its end, and the stop of all crawling. */
import { z } from 'zod';
import { EVERY_SITE } from '../../model/schedule.ts';
import { holdOrder, runOrdered, SITE_PATHS, stopOrder } from '../../model/site-api.ts';
import {
  isWatched,
  orderHold,
  orderRelease,
  orderResume,
  orderRun,
  orderStop,
} from '../../pipeline/order-turns.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import type { QueueControl } from '../queue-control.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const config = { permission: 'operations:act' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted', 'cross-site');
const OF_ONE = { ...PROBLEMS, ...problemResponses('not-found') };
const NO_QUEUES = 'This process has no queues. Ask one that runs the schedule, or use the command line.';
/** Whoever holds every site does it by a stop, or on the command line. */
const params = z.strictObject({
  id: z
    .string()
    .max(100)
    .refine((id) => id !== EVERY_SITE),
});
const unknown = (id: string) => `There is no site "${id}" that is watched.`;

export type TurnTools = {
  readonly db: Db;
  readonly clock: () => Date;
  /** null: this process reaches no queue. */
  readonly queues: QueueControl | null;
};

export function siteTurnRoutes(server: ZodServer, { db, clock, queues }: TurnTools): void {
  server.post(
    SITE_PATHS.run,
    {
      config,
      schema: {
        tags,
        operationId: 'runSite',
        summary: 'Run a site now, before all others; its schedule stays as it is',
        params,
        response: { 200: runOrdered, ...OF_ONE, ...problemResponses('unavailable') },
      },
    },
    async (request, reply) => {
      const { id: site } = request.params;
      if (queues === null) return sendProblem(reply, 'unavailable', NO_QUEUES);
      const ordered = await orderRun(db, { site, by: signedIn(request).name }, clock());
      if (ordered === null) return sendProblem(reply, 'not-found', unknown(site));
      if (!ordered.paused) await queues.enqueue({ site, run: ordered.run });
      return ordered;
    },
  );
  holdRoutes(server, db, clock);
  stopRoutes(server, db, clock);
}

function holdRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.put(
    SITE_PATHS.hold,
    {
      config,
      schema: {
        tags,
        operationId: 'holdSite',
        summary: 'Take a site out of the schedule until it is let go on',
        params,
        body: holdOrder,
        response: { 204: z.null(), ...OF_ONE },
      },
    },
    async (request, reply) => {
      const { id: scope } = request.params;
      if (!(await isWatched(db, scope))) return sendProblem(reply, 'not-found', unknown(scope));
      await orderHold(db, { scope, ...request.body, by: signedIn(request).name }, clock());
      return reply.code(204).send(null);
    },
  );
  server.delete(
    SITE_PATHS.hold,
    {
      config,
      schema: {
        tags,
        operationId: 'releaseSite',
        summary: 'End the hold of a site; a turn that was missed is made up for, once',
        params,
        response: { 204: z.null(), ...OF_ONE },
      },
    },
    async (request, reply) => {
      const { id: scope } = request.params;
      const ended = await orderRelease(db, { scope, by: signedIn(request).name }, clock());
      if (!ended) return sendProblem(reply, 'not-found', `Site "${scope}" is under no hold of its own.`);
      return reply.code(204).send(null);
    },
  );
}

function stopRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.put(
    SITE_PATHS.stop,
    {
      config,
      schema: {
        tags,
        operationId: 'stopCrawling',
        summary: 'Stop all crawling, in every worker; a stop that holds keeps its first reason',
        body: stopOrder,
        response: { 204: z.null(), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      await orderStop(db, { ...request.body, by: signedIn(request).name }, clock());
      return reply.code(204).send(null);
    },
  );
  server.delete(
    SITE_PATHS.stop,
    {
      config,
      schema: {
        tags,
        operationId: 'resumeCrawling',
        summary: 'Let crawling go on after a stop',
        response: { 204: z.null(), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      await orderResume(db, { by: signedIn(request).name }, clock());
      return reply.code(204).send(null);
    },
  );
}
