/** What the list of alerts can be narrowed by: the values that there are, with their counts. */
import { FACET_PATHS, type FacetValue, facetList, facetQuery } from '../../model/facet-api.ts';
import { readFacet } from '../../review/alert-facets.ts';
import { shareFigures } from '../../store/desk/shared-figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** From so many on nobody sees whether one more or less is there. */
const LARGE = 2000;

export function alertFacetsRoute(server: ZodServer, db: Db, clock: () => Date): void {
  const counts = shareFigures<FacetValue[]>(
    (values) => values.reduce((sum, { alerts }) => sum + alerts, 0) >= LARGE,
  );
  server.get(
    FACET_PATHS.facets,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'listFacet',
        summary: 'Values of one filter with how many alerts each would leave, under all other filters',
        querystring: facetQuery,
        response: { 200: facetList, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => await readFacet(db, request.query, signedIn(request), clock(), counts),
  );
}
