/** What is wrong with the watch itself, for operators: alarms that are raised, and those that are over. */
import { ALARM_PATHS, alarmPage, alarmQuery } from '../../model/alarm-api.ts';
import { pageOfAlarms } from '../../store/health/alarms.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

export function alarmsRoute(server: ZodServer, db: Db): void {
  server.get(
    ALARM_PATHS.alarms,
    {
      config: { permission: 'operations:read' },
      schema: {
        tags: ['operations'],
        operationId: 'listAlarms',
        summary: 'Alarms, the newest first',
        querystring: alarmQuery,
        response: { 200: alarmPage, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) => await pageOfAlarms(db, request.query),
  );
}
