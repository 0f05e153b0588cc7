/** Holding one alert: claim it or say that its tab is still open, release, hold, hand over, take over. */
import { z } from 'zod';
import { CLAIM_PATHS, handOverRequest, holdRequest, takeOverRequest } from '../../model/claim-api.ts';
import { claimAlert, handOver, holdAlert, releaseAlert, takeOver } from '../../review/claims.ts';
import type { Db } from '../../store/open-database.ts';
import { answerClaim, CLAIM_SCHEMA } from '../answer-claim.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const config = { permission: 'alerts:decide' } as const;

export function claimRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    CLAIM_PATHS.claim,
    {
      config,
      schema: {
        ...CLAIM_SCHEMA,
        operationId: 'claimAlert',
        summary: 'Claim an alert for ten minutes; again while its tab is open, which prolongs it',
      },
    },
    async (request, reply) =>
      answerClaim(await claimAlert(db, request.params.id, signedIn(request), clock()), reply),
  );
  releaseRoute(server, db);
  changeRoutes(server, db, clock);
}

function releaseRoute(server: ZodServer, db: Db): void {
  server.delete(
    CLAIM_PATHS.claim,
    {
      config,
      schema: {
        ...CLAIM_SCHEMA,
        operationId: 'releaseAlert',
        summary: 'Release your claim; without one nothing happens',
        response: {
          204: z.null(),
          ...problemResponses('bad-request', 'signed-out', 'cross-site', 'not-permitted'),
        },
      },
    },
    async (request, reply) => {
      await releaseAlert(db, request.params.id, signedIn(request));
      return reply.code(204).send(null);
    },
  );
}

function changeRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  server.post(
    CLAIM_PATHS.hold,
    {
      config,
      schema: {
        ...CLAIM_SCHEMA,
        operationId: 'holdAlert',
        summary: 'Keep your claim for hours, without an open tab',
        body: holdRequest,
      },
    },
    async (request, reply) =>
      answerClaim(await holdAlert(db, request.params.id, request.body, signedIn(request), clock()), reply),
  );
  server.post(
    CLAIM_PATHS.handOver,
    {
      config,
      schema: {
        ...CLAIM_SCHEMA,
        operationId: 'handOverAlert',
        summary: 'Give your claim to a colleague',
        body: handOverRequest,
      },
    },
    async (request, reply) =>
      answerClaim(await handOver(db, request.params.id, request.body, signedIn(request), clock()), reply),
  );
  server.post(
    CLAIM_PATHS.takeOver,
    {
      config,
      schema: {
        ...CLAIM_SCHEMA,
        operationId: 'takeOverAlert',
        summary: 'Take the claim from whoever holds it, saying why',
        body: takeOverRequest,
      },
    },
    async (request, reply) =>
      answerClaim(await takeOver(db, request.params.id, request.body, signedIn(request), clock()), reply),
  );
}
