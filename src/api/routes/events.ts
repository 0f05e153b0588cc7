/** Live updates as server-sent events: which alerts have changed, for as long as the tab is open. */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { LIVE_BEAT_MS, LIVE_PATHS, type LiveUpdate } from '../../model/live-api.ts';
import type { ChangeFeed } from '../../store/desk/change-feed.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { type Recheck, signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

/** A browser that lost the stream asks again after so long. */
const RETRY_MS = 3000;
/** Tabs of one account; and of all together, for each holds a connection. */
const LIMITS = { perAccount: 20, all: 1000 } as const;
/** What a client has not read: then it is cut off, and asks again. */
const MOST_UNREAD_BYTES = 1_000_000;

type Stream = { readonly account: number; readonly end: () => void };

/** `changes` null: this process hears of none, and consoles poll instead. */
export function eventsRoute(
  server: ZodServer,
  changes: ChangeFeed | null,
  recheck: Recheck,
  beatMs = LIVE_BEAT_MS,
): void {
  const streams = new Set<Stream>();
  server.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
  server.get(
    LIVE_PATHS.events,
    {
      // A request for headers alone would hold a stream open that nobody reads.
      exposeHeadRoute: false,
      config: { permission: 'alerts:read' },
      schema: {
        tags: ['feeds'],
        operationId: 'readEvents',
        summary:
          'Server-sent events `changes`: the data is JSON with numbers of alerts to ask for again; and `beat`, a sign of life',
        response: {
          200: {
            description: 'A stream that does not end',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...problemResponses('signed-out', 'too-many', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const account = signedIn(request).id;
      if (changes === null)
        return sendProblem(reply, 'unavailable', 'Ask for the list now and then instead.');
      const own = [...streams].filter((stream) => stream.account === account).length;
      if (own >= LIMITS.perAccount || streams.size >= LIMITS.all) {
        return sendProblem(reply, 'too-many', 'Too many tabs are open. Close some of them.');
      }
      const write = openStream(reply);
      const stop = changes.subscribe((update) => write(messageOf(update)));
      const beat = setInterval(() => {
        // Proxies, too, cut what is silent. The session is looked at again as often.
        write('event: beat\ndata:\n\n');
        recheck(request).then(
          (still) => still || stream.end(),
          () => stream.end(),
        );
      }, beatMs);
      const stream: Stream = {
        account,
        end: () => {
          stop();
          clearInterval(beat);
          streams.delete(stream);
          reply.raw.end();
        },
      };
      streams.add(stream);
      // A tab that was closed while its session was looked up does not say so again.
      if (reply.raw.destroyed) stream.end();
      reply.raw.on('close', stream.end);
      write(`retry: ${RETRY_MS}\n\n`);
      return reply;
    },
  );
}

function messageOf(update: LiveUpdate): string {
  return `event: changes\ndata: ${JSON.stringify(update)}\n\n`;
}

/** From here on the answer is ours; the headers that hold for every answer go along. */
function openStream(reply: FastifyReply): (text: string) => void {
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
    // Kept for another request, the connection would hold up the end of the server.
    connection: 'close',
  };
  reply.hijack();
  const { raw }: { raw: ServerResponse } = reply;
  raw.writeHead(200, headers as Record<string, string>);
  return (text) => {
    if (raw.writableEnded) return;
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
}
