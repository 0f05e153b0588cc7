/** Alerts page by page, filtered and sorted. */
import { API_PATHS, alertPage, alertQuery } from '../../model/api.ts';
import { readAlertList } from '../../review/alert-list.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

export function alertListRoute(server: ZodServer, db: Db): void {
  server.get(
    API_PATHS.alerts,
    {
      schema: {
        summary: 'Alerts, filtered and sorted; contacts are masked',
        querystring: alertQuery,
        response: { 200: alertPage, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => await readAlertList(db, request.query),
  );
}
