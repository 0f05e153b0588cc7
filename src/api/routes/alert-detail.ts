/** One alert with everything an analyst needs to decide. */
import { API_PATHS, alertDetail } from '../../model/api.ts';
import { readAlertDetail } from '../../review/alert-detail.ts';
import type { Db } from '../../store/open-database.ts';
import { alertNumber } from '../alert-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import type { ZodServer } from '../zod-server.ts';

export function alertDetailRoute(server: ZodServer, db: Db): void {
  server.get(
    API_PATHS.alert,
    {
      schema: {
        summary: 'One alert: listing, marked texts, reasons, law, sightings, decisions; contacts are masked',
        params: alertNumber,
        response: { 200: alertDetail, ...problemResponses('bad-request', 'signed-out', 'not-found') },
      },
    },
    async (request, reply) => {
      const detail = await readAlertDetail(db, request.params.id);
      return detail ?? sendProblem(reply, 'not-found', `There is no alert ${request.params.id}.`);
    },
  );
}
