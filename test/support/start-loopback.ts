/** A server on the loopback that answers as a test says and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LoopbackAnswer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
};

type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
};

export type Loopback = AsyncDisposable & {
  readonly origin: string;
  readonly asked: readonly Asked[];
  /** Paths in the order they were asked for. */
  paths(): string[];
  connections(): number;
};

/** An answer, or null when the handler writes to `response` itself (or lets the client wait). */
export type Answering = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
) => LoopbackAnswer | null;

export async function startLoopback(answering: Answering): Promise<Loopback> {
  const asked: Asked[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ method: request.method ?? '', path, headers: request.headers, at: Date.now() });
    const answer = answering(path, request, response);
    if (answer === null) return;
    response.writeHead(answer.status ?? 200, {
      'content-type': 'text/html; charset=utf-8',
      ...answer.headers,
    });
    response.end(answer.body ?? '');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    paths: () => asked.map(({ path }) => path),
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
