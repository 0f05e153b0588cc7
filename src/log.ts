/** The process's log: pino lines on standard error, secrets removed, so that standard output stays for results. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type Log = Logger;

const SECRET_PATHS = [
  'password',
  'token',
  'cookie',
  'authorization',
  '*.password',
  '*.token',
  '*.cookie',
  '*.authorization',
];

/** Of an error all but what PostgreSQL adds: the row that it refused, which may be of a listing with contacts. */
function plainError(error: Error): object {
  const { detail: _row, where: _statement, ...told } = pino.stdSerializers.err(error);
  return told;
}

/** `level` is a pino level name or "silent". */
export function createLog(level: string, to: DestinationStream = destination({ dest: 2, sync: true })): Log {
  return pino(
    {
      level,
      base: { app: 'precursor-watch' },
      redact: { paths: SECRET_PATHS, censor: '[removed]' },
      serializers: { err: plainError },
    },
    to,
  );
}
