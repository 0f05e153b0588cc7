/** The next alert to work on, and who holds what. */
import {
  CLAIM_PATHS,
  claimList,
  claimNextAnswer,
  claimNextRequest,
  claimQuery,
} from '../../model/claim-api.ts';
import { actorMay } from '../../review/actor.ts';
import { claimNext, readClaims } from '../../review/claims.ts';
import type { Waker } from '../../review/wake-alerts.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function claimNextRoute(server: ZodServer, db: Db, clock: () => Date, wake: Waker): void {
  server.post(
    CLAIM_PATHS.next,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags: ['claims'],
        operationId: 'claimNext',
        summary: 'Claim the most urgent alert that nobody holds; null when none is left',
        body: claimNextRequest,
        response: {
          200: claimNextAnswer,
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted'),
        },
      },
    },
    async (request, reply) => {
      const actor = signedIn(request);
      if (request.body.queue === 'leads' && !actorMay(actor, 'alerts:lead')) {
        return sendProblem(reply, 'not-permitted', "The leads' list is for leads.");
      }
      await wake();
      return { claim: await claimNext(db, request.body, actor, clock()) };
    },
  );
}

export function claimListRoute(server: ZodServer, db: Db, clock: () => Date): void {
  server.get(
    CLAIM_PATHS.claims,
    {
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['claims'],
        operationId: 'listClaims',
        summary: 'Alerts that are held: your own, or everybody’s',
        querystring: claimQuery,
        response: { 200: claimList, ...problemResponses('bad-request', 'signed-out') },
      },
    },
    async (request) => {
      const { of, ...asked } = request.query;
      return await readClaims(db, of === 'me' ? signedIn(request) : null, asked, clock());
    },
  );
}
