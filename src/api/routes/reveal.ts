/** Seeing the contacts of an alert, with a reason. */
import { API_PATHS, alertDetail, revealRequest } from '../../model/api.ts';
import { readAlertDetail } from '../../review/alert-detail.ts';
import { revealContacts } from '../../review/reveal.ts';
import type { Db } from '../../store/open-database.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function revealRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    API_PATHS.reveal,
    {
      config: { permission: 'contacts:reveal', secret: true },
      schema: {
        tags: ['alerts'],
        operationId: 'revealContacts',
        summary: 'Show the contacts of an alert to you for an hour; the reason is put on record',
        params: pathNumber,
        body: revealRequest,
        response: {
          200: alertDetail,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const actor = signedIn(request);
      const revealed = await revealContacts(db, id, request.body, actor, clock());
      const detail = revealed ? await readAlertDetail(db, id, clock(), actor) : null;
      return detail ?? sendProblem(reply, 'not-found', `There is no alert ${id}.`);
    },
  );
}
