/** Hiding what is known to be noise: what there is, a preview, beginning and ending. */
import { z } from 'zod';
import {
  SUPPRESSION_PATHS,
  suppressionList,
  suppressionPreview,
  suppressionQuery,
  suppressionRequest,
  suppressionScope,
} from '../../model/suppression-api.ts';
import { liftSuppression, previewSuppression, readSuppressions, suppress } from '../../review/suppress.ts';
import type { Db } from '../../store/open-database.ts';
import { created } from '../created.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['suppressions'];

export function suppressionRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    SUPPRESSION_PATHS.suppressions,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'listSuppressions',
        summary: 'What hides alerts, with author, end and count of what it hid',
        querystring: suppressionQuery,
        response: { 200: suppressionList, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => await readSuppressions(db, request.query),
  );
  server.post(
    SUPPRESSION_PATHS.preview,
    {
      config: { permission: 'alerts:lead' },
      schema: {
        tags,
        operationId: 'previewSuppression',
        summary: 'What would be hidden, and what was decided of the same kind; changes nothing',
        body: suppressionScope,
        response: {
          200: suppressionPreview,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted'),
        },
      },
    },
    async (request) => await previewSuppression(db, request.body, signedIn(request), clock()),
  );
  changeRoutes(server, db, clock);
}

function changeRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    SUPPRESSION_PATHS.suppressions,
    {
      config: { permission: 'alerts:lead' },
      schema: {
        tags,
        operationId: 'createSuppression',
        summary: 'Hide alerts of a term, a site or a seller until a moment',
        body: suppressionRequest,
        response: {
          201: created,
          ...problemResponses(
            'bad-request',
            'signed-out',
            'cross-site',
            'not-permitted',
            'not-found',
            'wrong-time',
          ),
        },
      },
    },
    async (request, reply) => {
      const done = await suppress(db, request.body, signedIn(request), clock());
      if (done.kind !== 'done') return sendProblem(reply, done.kind, done.detail);
      return reply.code(201).send({ id: done.id });
    },
  );
  server.delete(
    SUPPRESSION_PATHS.suppression,
    {
      config: { permission: 'alerts:lead' },
      schema: {
        tags,
        operationId: 'endSuppression',
        summary: 'Show again what it hides',
        params: pathNumber,
        response: {
          204: z.null(),
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (await liftSuppression(db, id, signedIn(request), clock())) return reply.code(204).send(null);
      return sendProblem(reply, 'not-found', `Nothing is hidden under number ${id}.`);
    },
  );
}
