/** Figures for leads. */
import { FIGURES_PATHS, figures, figuresQuery } from '../../model/figures-api.ts';
import { readFigures } from '../../review/figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function figuresRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    FIGURES_PATHS.figures,
    {
      config: { permission: 'figures:read' },
      schema: {
        tags: ['figures'],
        operationId: 'readFigures',
        summary: 'What waits by age, times to look and decide, hit rates, and what will be late',
        querystring: figuresQuery,
        response: { 200: figures, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) => await readFigures(db, request.query, signedIn(request), clock()),
  );
}
