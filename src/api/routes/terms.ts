/** The watch-list as it stands, with what each substance and term found and how often rightly. */
import { substanceList, substanceQuery, TERM_PATHS, termList, termQuery } from '../../model/term-api.ts';
import type { Db } from '../../store/open-database.ts';
import { sealedFrom } from '../../store/sealed-alerts.ts';
import { readSubstances, readTerms } from '../../store/term-figures.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');

export function termRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    TERM_PATHS.substances,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags,
        operationId: 'listSubstances',
        summary: 'Substances of the watch-list with their law, and how often each was found rightly',
        querystring: substanceQuery,
        response: { 200: substanceList, ...PROBLEMS },
      },
    },
    async (request) => {
      const except = await sealedFrom(db, signedIn(request).id);
      return await readSubstances(db, { ...request.query, now: clock(), except });
    },
  );
  server.get(
    TERM_PATHS.terms,
    {
      config: { permission: 'operations:read' },
      schema: {
        tags,
        operationId: 'listTerms',
        summary: 'Names and CAS numbers of the watch-list, and how often each was found rightly',
        querystring: termQuery,
        response: { 200: termList, ...PROBLEMS },
      },
    },
    async (request) => {
      const except = await sealedFrom(db, signedIn(request).id);
      return await readTerms(db, { ...request.query, now: clock(), except });
    },
  );
}
