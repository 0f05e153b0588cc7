/** Saved views of the list: one's own, and those that leads share. */
import { z } from 'zod';
import { rowPageQuery } from '../../model/row-page.ts';
import { VIEW_PATHS, viewList, viewRequest } from '../../model/view-api.ts';
import { type Actor, actorMay } from '../../review/actor.ts';
import { changeView, createView, deleteView, listViews } from '../../store/desk/views.ts';
import type { Db } from '../../store/open-database.ts';
import { created } from '../created.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['views'];
const config = { permission: 'views:keep' } as const;
const NOT_SHARED = 'Only leads share views. Keep it for yourself.';

function mayKeep(actor: Actor, view: { readonly shared: boolean }): boolean {
  return !view.shared || actorMay(actor, 'alerts:lead');
}

export function viewRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    VIEW_PATHS.views,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'listViews',
        summary: 'Your saved views and the shared ones, the newest first',
        querystring: rowPageQuery,
        response: { 200: viewList, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => await listViews(db, signedIn(request).id, request.query),
  );
  server.post(
    VIEW_PATHS.views,
    {
      config,
      schema: {
        tags,
        operationId: 'createView',
        summary: 'Save a view under a name',
        body: viewRequest,
        response: {
          201: created,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'name-taken'),
        },
      },
    },
    async (request, reply) => {
      const actor = signedIn(request);
      if (!mayKeep(actor, request.body)) return sendProblem(reply, 'not-permitted', NOT_SHARED);
      const id = await createView(db, { ...request.body, user: actor.id, now: clock() });
      if (id === null)
        return sendProblem(reply, 'name-taken', 'You have a view of that name. Choose another.');
      return reply.code(201).send({ id });
    },
  );
  changeRoutes(server, db, clock);
}

function changeRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const problems = problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'not-found');
  const notFound = (id: number) => `You have no view ${id}.`;
  server.put(
    VIEW_PATHS.view,
    {
      config,
      schema: {
        tags,
        operationId: 'changeView',
        summary: 'Change one of your views',
        params: pathNumber,
        body: viewRequest,
        response: { 204: z.null(), ...problems, ...problemResponses('name-taken') },
      },
    },
    async (request, reply) => {
      const [actor, { id }] = [signedIn(request), request.params];
      if (!mayKeep(actor, request.body)) return sendProblem(reply, 'not-permitted', NOT_SHARED);
      const changed = await changeView(db, id, { ...request.body, user: actor.id, now: clock() });
      return changed ? reply.code(204).send(null) : sendProblem(reply, 'not-found', notFound(id));
    },
  );
  server.delete(
    VIEW_PATHS.view,
    {
      config,
      schema: {
        tags,
        operationId: 'deleteView',
        summary: 'Delete one of your views',
        params: pathNumber,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const deleted = await deleteView(db, id, signedIn(request).id);
      return deleted ? reply.code(204).send(null) : sendProblem(reply, 'not-found', notFound(id));
    },
  );
}
