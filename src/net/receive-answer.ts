/** Sends one request and takes in its answer as it comes, up to a number of bytes that is settled when the headers are known. */
import type { Agent, Dispatcher } from 'undici';

export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

export type Request = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Posts it; null asks with GET. */
  readonly content: string | null;
  /** Its abort rejects with its reason, and closes the connection. */
  readonly signal: AbortSignal;
};

/** How much of a body is kept, and how much more may run out unread, which keeps the connection; what is longer closes it. */
export type Room = { readonly keep: number; readonly runOut: number };

/** `head` is what the caller made of the status and the headers. */
export type Received<Head> = {
  readonly head: Head;
  readonly bytes: Uint8Array;
  /** There was more than is kept. */
  readonly cut: boolean;
};

/** What came so far, the body within its room. */
type Begun<Head> = { readonly head: Head; readonly chunks: Uint8Array[]; size: number };
type HasRoom = { readonly room: Room };

function take(body: Begun<HasRoom>, chunk: Uint8Array): void {
  const free = body.head.room.keep - body.size;
  body.size += chunk.length;
  if (free > 0) body.chunks.push(chunk.length > free ? chunk.subarray(0, free) : chunk);
}

function isFull({ head: { room }, size }: Begun<HasRoom>): boolean {
  return size > room.keep + room.runOut;
}

function wholeOf<Head extends HasRoom>({ head, chunks, size }: Begun<Head>): Received<Head> {
  const [only] = chunks;
  const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  return { head, bytes, cut: size > head.room.keep };
}

/** Not an error of anybody's: the rest is not wanted. */
const ENOUGH = new Error('enough was read');

/**
 * On undici's dispatcher rather than its `request`: each body that comes through a stream of that outlives the quick collections
 * of garbage, a hundred megabytes of them before a slow one.
 * @param readHead is asked once, with the final status
 */
export function receiveAnswer<Head extends HasRoom>(
  agent: Agent,
  { url, headers, content, signal }: Request,
  readHead: (status: number, headers: RawHeaders) => Head,
): Promise<Received<Head>> {
  const { promise, resolve, reject } = Promise.withResolvers<Received<Head>>();
  let running: Dispatcher.DispatchController | null = null;
  let answer: Begun<Head> | null = null;
  const giveUp = () => {
    reject(signal.reason);
    running?.abort(signal.reason);
  };
  const enough = (controller: Dispatcher.DispatchController) => {
    if (answer !== null) resolve(wholeOf(answer));
    controller.abort(ENOUGH);
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      running = controller;
      if (signal.aborted) controller.abort(signal.reason);
    },
    onResponseStart(controller, status, received) {
      if (status < 200) return;
      const head = readHead(status, received);
      answer = { head, chunks: [], size: 0 };
      if (head.room.keep + head.room.runOut === 0) enough(controller);
    },
    onResponseData(controller, chunk) {
      if (answer === null) return;
      take(answer, chunk);
      if (isFull(answer)) enough(controller);
    },
    onResponseEnd() {
      if (answer !== null) resolve(wholeOf(answer));
    },
    onResponseError(_, error) {
      reject(error);
    },
  };
  if (signal.aborted) return Promise.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  const body = content === null ? { method: 'GET' } : { method: 'POST', body: content };
  agent.dispatch({ origin: url.origin, path: url.pathname + url.search, headers, ...body }, handler);
  return promise.finally(() => signal.removeEventListener('abort', giveUp));
}
