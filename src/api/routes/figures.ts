/** Figures for leads. */
import { FIGURES_PATHS, type Figures, figures, figuresQuery } from '../../model/figures-api.ts';
import { readFigures } from '../../review/figures.ts';
import { shareFigures } from '../../store/desk/shared-figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** From so many alerts on they are made anew behind the back of who asks. */
const LARGE = 2000;

export function figuresRoute(server: ZodServer, db: Db, clock: () => Date): void {
  const shared = shareFigures<Figures>(({ open, times }) => {
    const waiting = open.reduce((sum, { alerts }) => sum + alerts, 0);
    return waiting + times.reduce((sum, { decided }) => sum + decided, 0) >= LARGE;
  });
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
    async (request) => await readFigures(db, request.query, signedIn(request), clock(), shared),
  );
}
