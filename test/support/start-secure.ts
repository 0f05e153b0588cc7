/** A server with TLS on the loopback, for HTTP/1.1 or HTTP/2, that answers as a test says and remembers what it was asked. */
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Identity } from './make-certificate.ts';

export type SecureServer = AsyncDisposable & {
  readonly origin: string;
  /** Version and path of each request, such as "2.0 /page". */
  readonly asked: readonly string[];
  readonly headers: readonly Record<string, unknown>[];
  connections(): number;
};

export async function startSecure(
  identity: Identity,
  answering: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
  o: { readonly onlyHttp2?: boolean; readonly host?: string } = {},
): Promise<SecureServer> {
  const asked: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const { cert, key } = identity;
  const server = createSecureServer({ cert, key, allowHTTP1: o.onlyHttp2 !== true }, (request, response) => {
    asked.push(`${request.httpVersion} ${request.url}`);
    headers.push({ ...request.headers });
    answering(request, response);
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  // Clients that refuse our certificate end the handshake.
  server.on('tlsClientError', () => undefined);
  server.on('sessionError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://${o.host ?? '127.0.0.1'}:${port}`,
    asked,
    headers,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
