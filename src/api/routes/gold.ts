/** What second looks are drawn from: alerts whose answer is known, and sampling rates. */
import { z } from 'zod';
import { rowPageQuery } from '../../model/row-page.ts';
import { goldList, goldRequest, SECOND_LOOK_PATHS, samplingRates } from '../../model/second-look-api.ts';
import { dropGold, makeGold, setSampling } from '../../review/gold.ts';
import { listGold, listSampling } from '../../store/desk/gold-items.ts';
import { sealedFrom } from '../../store/desk/sealed-alerts.ts';
import type { Db } from '../../store/open-database.ts';
import { created } from '../created.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['second looks'];
const config = { permission: 'alerts:lead' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted');

export function goldRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    SECOND_LOOK_PATHS.gold,
    {
      config: { permission: 'quality:read' },
      schema: {
        tags,
        operationId: 'listGold',
        summary: 'Alerts whose right answer is known, and how often it was given',
        querystring: rowPageQuery,
        response: { 200: goldList, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) => await listGold(db, request.query, await sealedFrom(db, signedIn(request).id)),
  );
  server.post(
    SECOND_LOOK_PATHS.gold,
    {
      config,
      schema: {
        tags,
        operationId: 'addGold',
        summary: 'Name the right answer to an alert',
        body: goldRequest,
        response: { 201: created, ...PROBLEMS, ...problemResponses('not-found', 'wrong-reason') },
      },
    },
    async (request, reply) => {
      const added = await makeGold(db, request.body, signedIn(request), clock());
      if (added.kind !== 'done') return sendProblem(reply, added.kind, added.detail);
      return reply.code(201).send({ id: added.id });
    },
  );
  server.delete(
    SECOND_LOOK_PATHS.goldItem,
    {
      config,
      schema: {
        tags,
        operationId: 'removeGold',
        summary: 'Ask nobody about it any more',
        params: pathNumber,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (await dropGold(db, id, signedIn(request), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', `There is no gold item ${id}.`);
    },
  );
}

export function samplingRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    SECOND_LOOK_PATHS.sampling,
    {
      config: { permission: 'quality:read' },
      schema: {
        tags,
        operationId: 'listSampling',
        summary: 'The share of decisions that is made again: for all, a term, a site, a person',
        response: { 200: samplingRates, ...problemResponses('signed-out', 'not-permitted') },
      },
    },
    async () => ({ items: await listSampling(db) }),
  );
  server.put(
    SECOND_LOOK_PATHS.sampling,
    {
      config,
      schema: {
        tags,
        operationId: 'setSampling',
        summary: 'Replace all of them; the highest that fits counts',
        body: samplingRates,
        response: { 204: z.null(), ...PROBLEMS },
      },
    },
    async (request, reply) => {
      await setSampling(db, request.body.items, signedIn(request), clock());
      return reply.code(204).send(null);
    },
  );
}
