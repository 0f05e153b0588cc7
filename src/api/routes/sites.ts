/** Sites for operators: when each has its turn, what stands in its way, how its runs went, what its pages gave. */
import { z } from 'zod';
import { SITE_PATHS, siteDetail, siteFields, siteFieldsQuery, siteList } from '../../model/site-api.ts';
import { readSite, readSiteFields, readSites } from '../../store/desk/site-overview.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const config = { permission: 'operations:read' } as const;
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');
const params = z.strictObject({ id: z.string().max(100) });
const unknown = (id: string) => `There is no site "${id}" that is watched.`;

export function siteRoutes(server: ZodServer, db: Db): void {
  server.get(
    SITE_PATHS.sites,
    {
      config,
      schema: {
        tags,
        operationId: 'listSites',
        summary: 'Sites that are watched: schedule, hold, block, worker and last runs of each',
        response: { 200: siteList, ...PROBLEMS },
      },
    },
    async () => await readSites(db),
  );
  server.get(
    SITE_PATHS.site,
    {
      config,
      schema: {
        tags,
        operationId: 'readSite',
        summary: 'One site with its whole configuration, as it was applied',
        params,
        response: { 200: siteDetail, ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return (await readSite(db, id)) ?? sendProblem(reply, 'not-found', unknown(id));
    },
  );
  server.get(
    SITE_PATHS.fields,
    {
      config,
      schema: {
        tags,
        operationId: 'readSiteFields',
        summary: 'How full each field was in the last runs of a site',
        params,
        querystring: siteFieldsQuery,
        response: { 200: siteFields, ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await readSiteFields(db, id, request.query.runs);
      return found ?? sendProblem(reply, 'not-found', unknown(id));
    },
  );
}
