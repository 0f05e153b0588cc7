/** Opens the port, and says what to do when that is not possible. */
import { isIPv6 } from 'node:net';
import { OperatorError } from '../model/errors.ts';
import type { ZodServer } from './zod-server.ts';

const EVERY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/**
 * Resolves to the URL that a person on this machine can open; port 0 lets the system choose.
 * @throws OperatorError 'busy' when the port is in use, 'config' when the address cannot be listened on.
 */
export async function listen(server: ZodServer, host: string, port: number): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw toOperatorError(error, host, port);
  }
  const address = server.server.address();
  const chosen = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${shownHost(host)}:${chosen}`;
}

function shownHost(host: string): string {
  if (EVERY_ADDRESS.includes(host)) return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}

function toOperatorError(error: unknown, host: string, port: number): unknown {
  const where = `${shownHost(host)}:${port}`;
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new OperatorError(
        'busy',
        `Port ${port} is in use: nothing can listen on ${where}.`,
        'Stop the other program, or set PORT to another one.',
        { cause: error },
      );
    case 'EACCES':
      return new OperatorError(
        'config',
        `Listening on ${where} is not permitted.`,
        'Set PORT to 1024 or above.',
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new OperatorError(
        'config',
        `${host} is not an address of this machine.`,
        'Set HOST to 127.0.0.1, or to 0.0.0.0 for all addresses.',
        { cause: error },
      );
    default:
      return error;
  }
}
