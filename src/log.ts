/** The process's log: pino lines on standard error, secrets removed, so that standard output stays for results. */
import { destination, type Logger, pino } from 'pino';

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

/** `level` is a pino level name or "silent". */
export function createLog(level: string): Log {
  return pino(
    { level, base: { app: 'precursor-watch' }, redact: { paths: SECRET_PATHS, censor: '[removed]' } },
    destination({ dest: 2, sync: true }),
  );
}
