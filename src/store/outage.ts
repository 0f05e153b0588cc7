/** Tells trouble of the database or the disk, which passes, from a fault of what was asked of them. */
import type { Log } from '../log.ts';
import { describeError, OperatorError } from '../model/errors.ts';

/**
 * Classes and codes of SQLSTATE: no connection, out of resources, shut down or starting, read-only, broken storage, and ended in
 * favour of another transaction.
 */
const PASSING = /^(?:08|53|58|57P0[1-5]$|25006$|40(?:001|P01)$)/;
/** The part of them that says that the server is not there: no connection, shut down or starting. */
const AWAY = /^(?:08|57P0[1-5]$)/;
/** The disk is full, and a server that is read-only. */
const CANNOT_WRITE = /^(?:53100|25006)$/;
/** Of the system, before there is a connection or when it breaks. */
const CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What the client says without a code. */
const SAID = /connection (?:terminated|ended|error)|not queryable/i;
/** Of a server that does not answer, and of a pool all of whose connections are busy. */
const WAITED = /timeout exceeded when trying to connect/i;
const DEEPEST = 8;

/**
 * True when the database was not there, not ready, full, read-only or took another's side, or the disk takes no captures: the same will succeed
 * later, and what it was for is not to blame. Causes and joined errors are looked through.
 */
export function isOutage(error: unknown): boolean {
  return anyOf(error, isOutageItself);
}

/** The part of outages in which the server is not there, or not yet: it is told of by the pool (outage-pool.ts), once for all who ask. */
export function isAway(error: unknown): boolean {
  return anyOf(error, isAwayItself);
}

/** Logs what failed and is tried again; where the database is away, that has been told, and each of those who ask would say it every few seconds. */
export function logFailure(
  log: Log,
  error: unknown,
  message: string,
  {
    level = 'error',
    ...known
  }: { readonly level?: 'error' | 'warn'; readonly [known: string]: unknown } = {},
): void {
  log[isAway(error) ? 'debug' : level]({ ...known, problem: describeError(error) }, message);
}

function anyOf(error: unknown, test: (error: Error) => boolean, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  const inner: unknown[] = [error.cause];
  if (error instanceof AggregateError) inner.push(...error.errors);
  if (error instanceof SuppressedError) inner.push(error.error, error.suppressed);
  return test(error) || inner.some((each) => anyOf(each, test, depth + 1));
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

function isAwayItself(error: Error): boolean {
  const code = codeOf(error);
  // Of a file that is missing there is nothing to wait for; of the server's socket there is.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return CONNECTION.has(code) || AWAY.test(code) || SAID.test(error.message);
}

function isOutageItself(error: Error): boolean {
  if (error instanceof OperatorError && error.exit === 'storage') return true;
  return isAwayItself(error) || PASSING.test(codeOf(error)) || WAITED.test(error.message);
}

/** The error of a database that was there and does not do what it is asked, as one that an operator can act on; null for any other. */
export function databaseFault(error: unknown): OperatorError | null {
  if (!(error instanceof Error) || !PASSING.test(codeOf(error))) return null;
  const said = error.message.replace(/\.?$/, '.');
  if (CANNOT_WRITE.test(codeOf(error))) {
    const remedy = 'Free space on its disk, or use a server that is not read-only.';
    return new OperatorError('storage', `PostgreSQL cannot write: ${said}`, remedy, { cause: error });
  }
  const remedy = 'See that it is running and has room, then try again.';
  return new OperatorError('unavailable', `PostgreSQL did not do it: ${said}`, remedy, { cause: error });
}
