/** Alerts page by page, filtered and sorted. */
import { API_PATHS, alertPage, alertQuery } from '../../model/api.ts';
import { readAlertList } from '../../review/alert-list.ts';
import type { Waker } from '../../review/wake-alerts.ts';
import { shareFigures } from '../../store/desk/shared-figures.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** From so many on nobody sees whether one more or less is there. */
const LARGE = 2000;

export function alertListRoute(server: ZodServer, db: Db, clock: () => Date, wake: Waker): void {
  const totals = shareFigures<number>((total) => total >= LARGE);
  server.get(
    API_PATHS.alerts,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'listAlerts',
        summary: 'Alerts, filtered and sorted; contacts are masked',
        querystring: alertQuery,
        response: { 200: alertPage, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => {
      await wake();
      return await readAlertList(db, request.query, signedIn(request), clock(), totals);
    },
  );
}
