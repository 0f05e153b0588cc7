/** Names, codes and CAS numbers beside confirmed hits that are on no list: to look at, to accept as draft terms, to drop. */
import { discovery, discoveryDecision, discoveryQuery } from '../../model/discovery.ts';
import { DISCOVERY_PATHS, discoveryList } from '../../model/discovery-api.ts';
import { decideDiscovery, listDiscoveries } from '../../store/desk/discoveries.ts';
import { substanceNames } from '../../store/offers/watchlists.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');

export function discoveryRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    DISCOVERY_PATHS.discoveries,
    {
      config: { permission: 'operations:read' },
      schema: {
        tags,
        operationId: 'listDiscoveries',
        summary: 'Names beside confirmed hits that are on no list, CAS numbers first',
        querystring: discoveryQuery,
        response: { 200: discoveryList, ...PROBLEMS },
      },
    },
    async (request) => ({ items: await listDiscoveries(db, request.query) }),
  );
  server.post(
    DISCOVERY_PATHS.decision,
    {
      config: { permission: 'operations:act' },
      schema: {
        tags,
        operationId: 'decideDiscovery',
        summary: 'Accept it as a draft term of a substance, or drop it; it screens nothing by itself',
        params: pathNumber,
        body: discoveryDecision,
        response: { 200: discovery, ...PROBLEMS, ...problemResponses('cross-site', 'not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { body } = request;
      if (body.state === 'accepted' && !(await substanceNames(db, [body.substance])).has(body.substance))
        return sendProblem(reply, 'bad-request', `No substance has the id ${body.substance}.`);
      const found = await decideDiscovery(db, id, body, signedIn(request).name, clock());
      return found ?? sendProblem(reply, 'not-found', `Nothing was found under number ${id}.`);
    },
  );
}
