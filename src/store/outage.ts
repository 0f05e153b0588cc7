/** Tells trouble of the database or the disk, which passes, from a fault of what was asked of them. */
import { OperatorError } from '../model/errors.ts';

/**
 * Classes and codes of SQLSTATE: no connection, out of resources, shut down or starting, read-only, broken storage, and ended in
 * favour of another transaction.
 */
const PASSING = /^(?:08|53|58|57P0[1-5]$|25006$|40(?:001|P01)$)/;
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
const SAID = /connection (?:terminated|ended|error)|timeout exceeded when trying to connect|not queryable/i;
const DEEPEST = 8;

/**
 * True when the database was not there, not ready, full, read-only or took another's side, or the disk takes no captures: the same will succeed
 * later, and what it was for is not to blame. Causes and joined errors are looked through.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  const inner: unknown[] = [error.cause];
  if (error instanceof AggregateError) inner.push(...error.errors);
  if (error instanceof SuppressedError) inner.push(error.error, error.suppressed);
  return isOutageItself(error) || inner.some((each) => isOutage(each, depth + 1));
}

function isOutageItself(error: Error): boolean {
  if (error instanceof OperatorError && error.exit === 'storage') return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Of a file that is missing there is nothing to wait for; of the server's socket there is.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return CONNECTION.has(code) || PASSING.test(code) || SAID.test(error.message);
}
