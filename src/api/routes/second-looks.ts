/** Second looks: being given one, answering it, the list of disagreements, and what a lead makes of one. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  resolutionRequest,
  SECOND_LOOK_PATHS,
  secondLookAnswer,
  secondLookNext,
  secondLookPage,
  secondLookQuery,
} from '../../model/second-look-api.ts';
import {
  answerLook,
  type LookAnswered,
  nextLook,
  readLooks,
  resolveLook,
  skipLook,
} from '../../review/second-look.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['second looks'];

const REFUSALS = [
  'bad-request',
  'signed-out',
  'cross-site',
  'not-permitted',
  'not-found',
  'wrong-state',
] as const;
const skipped = { 204: z.null(), ...problemResponses(...REFUSALS) };
const done = { 204: z.null(), ...problemResponses(...REFUSALS, 'wrong-reason', 'note-missing') };

function finish(reply: FastifyReply, id: number, answered: LookAnswered): FastifyReply {
  if (answered.kind === 'done') return reply.code(204).send(null);
  if (answered.kind === 'not-found')
    return sendProblem(reply, 'not-found', `You were not given number ${id}.`);
  return sendProblem(reply, answered.kind, answered.detail);
}

export function secondLookRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    SECOND_LOOK_PATHS.next,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'nextSecondLook',
        summary: 'An alert that somebody else decided, shown as if nobody had; null when there is none',
        response: {
          200: secondLookNext,
          ...problemResponses('signed-out', 'cross-site', 'not-permitted'),
        },
      },
    },
    async (request) => ({ look: await nextLook(db, signedIn(request), clock()) }),
  );
  server.post(
    SECOND_LOOK_PATHS.answer,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'answerSecondLook',
        summary: 'What you would have decided; whether it agrees is not told',
        params: pathNumber,
        body: secondLookAnswer,
        response: done,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return finish(reply, id, await answerLook(db, id, request.body, signedIn(request), clock()));
    },
  );
  skipRoute(server, db, clock);
  leadRoutes(server, db, clock);
}

function skipRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    SECOND_LOOK_PATHS.skip,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'skipSecondLook',
        summary: 'Give it back unanswered: somebody else is asked, and you are not asked again',
        params: pathNumber,
        response: skipped,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return finish(reply, id, await skipLook(db, id, signedIn(request), clock()));
    },
  );
}

function leadRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    SECOND_LOOK_PATHS.list,
    {
      config: { permission: 'quality:read' },
      schema: {
        tags,
        operationId: 'listSecondLooks',
        summary: 'Second looks by state; those that disagree wait for a lead',
        querystring: secondLookQuery,
        response: { 200: secondLookPage, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) => await readLooks(db, request.query, signedIn(request)),
  );
  server.post(
    SECOND_LOOK_PATHS.resolution,
    {
      config: { permission: 'alerts:lead' },
      schema: {
        tags,
        operationId: 'resolveSecondLook',
        summary: 'Say which of the two decisions stands',
        params: pathNumber,
        body: resolutionRequest,
        response: done,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return finish(reply, id, await resolveLook(db, id, request.body, signedIn(request), clock()));
    },
  );
}
