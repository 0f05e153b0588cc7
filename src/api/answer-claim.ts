/** What all orders on a claim have in common over HTTP. */
import type { FastifyReply } from 'fastify';
import { type Claim, claim } from '../model/claim-api.ts';
import type { Claimed } from '../review/claims.ts';
import { pathNumber } from './path-number.ts';
import { problemResponses, sendProblem } from './problems.ts';

/** Everything of their schemas but summary and body. */
export const CLAIM_SCHEMA = {
  tags: ['claims'],
  params: pathNumber,
  response: {
    200: claim,
    ...problemResponses(
      'bad-request',
      'signed-out',
      'cross-site',
      'not-permitted',
      'not-found',
      'claimed',
      'claim-lost',
      'second-look',
      'wrong-state',
      'unknown-user',
    ),
  },
};

export function answerClaim(claimed: Claimed, reply: FastifyReply): Claim | FastifyReply {
  return claimed.kind === 'done' ? claimed.claim : sendProblem(reply, claimed.kind, claimed.detail);
}
