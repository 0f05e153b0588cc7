/** Reopening a decided alert. */
import { API_PATHS, alertDetail, reopenRequest } from '../../model/api.ts';
import { reopenAlert } from '../../review/decide-alert.ts';
import type { Db } from '../../store/open-database.ts';
import { alertNumber } from '../alert-number.ts';
import { answerDecision, DECISION_PROBLEMS, refuseReaders } from '../answer-decision.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function reopenRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    API_PATHS.reopen,
    {
      schema: {
        summary: 'Put a decided alert back among those that wait; answers with the alert as it is then',
        params: alertNumber,
        body: reopenRequest,
        response: { 200: alertDetail, ...DECISION_PROBLEMS },
      },
      preHandler: refuseReaders,
    },
    async (request, reply) => {
      const { id } = request.params;
      const reopened = await reopenAlert(db, id, request.body, signedIn(request), clock());
      return await answerDecision(db, id, reopened, reply);
    },
  );
}
