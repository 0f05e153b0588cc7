/** Deciding an alert. */
import { API_PATHS, alertDetail, decisionRequest } from '../../model/api.ts';
import { decideAlert } from '../../review/decide-alert.ts';
import type { Db } from '../../store/open-database.ts';
import { alertNumber } from '../alert-number.ts';
import { answerDecision, DECISION_PROBLEMS, refuseReaders } from '../answer-decision.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function decisionRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    API_PATHS.decisions,
    {
      schema: {
        summary: 'Decide an alert as you saw it; answers with the alert as it is then',
        params: alertNumber,
        body: decisionRequest,
        response: { 200: alertDetail, ...DECISION_PROBLEMS },
      },
      preHandler: refuseReaders,
    },
    async (request, reply) => {
      const { id } = request.params;
      const decided = await decideAlert(db, id, request.body, signedIn(request), clock());
      return await answerDecision(db, id, decided, reply);
    },
  );
}
