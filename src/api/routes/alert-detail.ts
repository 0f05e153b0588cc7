/** One alert with everything an analyst needs to decide. */
import { API_PATHS, alertDetail } from '../../model/api.ts';
import { readAlertDetail } from '../../review/alert-detail.ts';
import type { Db } from '../../store/open-database.ts';
import { setVersion } from '../alert-version.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function alertDetailRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    API_PATHS.alert,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['alerts'],
        operationId: 'readAlert',
        summary:
          'One alert: listing, marked texts, reasons, law, sightings, decisions; contacts are masked until revealed',
        params: pathNumber,
        response: { 200: alertDetail, ...problemResponses('bad-request', 'signed-out', 'not-found') },
      },
    },
    async (request, reply) => {
      const detail = await readAlertDetail(db, request.params.id, clock(), signedIn(request));
      if (detail === null) return sendProblem(reply, 'not-found', `There is no alert ${request.params.id}.`);
      setVersion(reply, detail);
      return detail;
    },
  );
}
