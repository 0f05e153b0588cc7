/** Decisions for other systems, in order and without gaps. */
import { decisionFeed, FEED_PATHS, feedQuery } from '../../model/feed-api.ts';
import { readFeed } from '../../review/decision-feed.ts';
import type { OrderTools } from '../order-on-alert.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

export function decisionFeedRoute(server: ZodServer, { db, clock, rules }: OrderTools): void {
  server.get(
    FEED_PATHS.decisions,
    {
      config: { permission: 'exports:make' },
      schema: {
        tags: ['feeds'],
        operationId: 'readDecisions',
        summary: 'Decisions that can no longer be undone unseen, in order: ask again with `next`',
        querystring: feedQuery,
        response: { 200: decisionFeed, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) => await readFeed(db, request.query, rules.release, signedIn(request), clock()),
  );
}
