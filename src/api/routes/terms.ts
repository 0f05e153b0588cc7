/** The watch-list as it stands, with what each substance and term found and how often rightly. */
import {
  type SubstanceList,
  substanceList,
  substanceQuery,
  TERM_PATHS,
  type TermList,
  type TermRow,
  termList,
  termQuery,
} from '../../model/term-api.ts';
import { sealedFrom } from '../../store/desk/sealed-alerts.ts';
import { shareFigures } from '../../store/desk/shared-figures.ts';
import { readSubstances, readTerms } from '../../store/desk/term-figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['operations'];
const PROBLEMS = problemResponses('bad-request', 'signed-out', 'not-permitted');

/** From so many alerts on they are counted anew behind the back of who asks. */
const LARGE = 2000;

function isLarge({
  items,
}: {
  items: readonly Pick<TermRow, 'waiting' | 'confirmed' | 'dismissed'>[];
}): boolean {
  return items.reduce((sum, each) => sum + each.waiting + each.confirmed + each.dismissed, 0) >= LARGE;
}

export function termRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const substances = shareFigures<SubstanceList>(isLarge);
  const terms = shareFigures<TermList>(isLarge);
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
      const asked = { ...request.query, except: await sealedFrom(db, signedIn(request).id) };
      return await substances(JSON.stringify(asked), () => readSubstances(db, { ...asked, now: clock() }));
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
      const asked = { ...request.query, except: await sealedFrom(db, signedIn(request).id) };
      return await terms(JSON.stringify(asked), () => readTerms(db, { ...asked, now: clock() }));
    },
  );
}
