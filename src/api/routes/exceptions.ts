/** Exceptions after a wrong alert: proposals, drafts, and dropping one. */
import { z } from 'zod';
import { EXCEPTION_PATHS, exceptionList, exceptionRequest, proposalList } from '../../model/exception-api.ts';
import { rowPageQuery } from '../../model/row-page.ts';
import { draftException, dropException, readDrafts } from '../../review/exceptions.ts';
import { proposeExceptions } from '../../review/propose-exceptions.ts';
import { SEALED } from '../../review/sealed.ts';
import { sealedFrom } from '../../store/desk/sealed-alerts.ts';
import type { Db } from '../../store/open-database.ts';
import { created } from '../created.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['exceptions'];
/** Each screens stored listings again, some times over. */
const config = { permission: 'alerts:decide', rateLimit: { max: 20, timeWindow: 60_000 } } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'not-found');

export function exceptionRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    EXCEPTION_PATHS.proposals,
    {
      config,
      schema: {
        tags,
        operationId: 'proposeExceptions',
        summary: 'Phrases that would have kept this alert away, and what else each would keep away',
        params: pathNumber,
        response: { 200: proposalList, ...PROBLEMS, ...problemResponses('second-look', 'too-many') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const sealed = await sealedFrom(db, signedIn(request).id);
      if (sealed.includes(id)) return sendProblem(reply, SEALED.kind, SEALED.detail);
      const found = await proposeExceptions(db, id, sealed, clock());
      return found ?? sendProblem(reply, 'not-found', `There is no alert ${id}.`);
    },
  );
  server.post(
    EXCEPTION_PATHS.exceptions,
    {
      config,
      schema: {
        tags,
        operationId: 'draftException',
        summary: 'Keep an exception as a draft for an operator; it screens nothing by itself',
        body: exceptionRequest,
        response: { 201: created, ...PROBLEMS, ...problemResponses('too-many') },
      },
    },
    async (request, reply) => {
      const id = await draftException(db, request.body, signedIn(request), clock());
      if (id === null) return sendProblem(reply, 'not-found', `There is no alert ${request.body.alert}.`);
      return reply.code(201).send({ id });
    },
  );
  draftRoutes(server, db, clock);
}

function draftRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    EXCEPTION_PATHS.exceptions,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'listExceptions',
        summary: 'Drafts of exceptions, each as an entry for a watch-list pack',
        querystring: rowPageQuery,
        response: { 200: exceptionList, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => await readDrafts(db, request.query, signedIn(request)),
  );
  server.delete(
    EXCEPTION_PATHS.exception,
    {
      config: { permission: 'alerts:lead' },
      schema: {
        tags,
        operationId: 'dropException',
        summary: 'Drop a draft',
        params: pathNumber,
        response: { 204: z.null(), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (await dropException(db, id, signedIn(request), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', `There is no draft ${id}.`);
    },
  );
}
