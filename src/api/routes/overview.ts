/** The figures at the top of the console, and how each site's last run went. */
import { API_PATHS } from '../../model/api.ts';
import { overview } from '../../model/overview-api.ts';
import type { Waker } from '../../review/wake-alerts.ts';
import { type Counts, readOverview } from '../../store/desk/overview.ts';
import { shareFigures } from '../../store/desk/shared-figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

/** From so many on nobody sees whether one more or less is there. */
const LARGE = 2000;

export function overviewRoute(server: ZodServer, db: Db, wake: Waker): void {
  const figures = shareFigures<Counts>((counts) => Object.values(counts).some((each) => each >= LARGE));
  server.get(
    API_PATHS.overview,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'readOverview',
        summary: 'Figures of the review queue and state of each site',
        response: { 200: overview, ...problemResponses('signed-out') },
      },
    },
    async () => {
      await wake();
      return await readOverview(db, figures);
    },
  );
}
