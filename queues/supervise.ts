/** Keeps worker processes running: one that ends is started again, later each time while it keeps ending at once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../src/log.ts';
import { describeError, EXIT_CODES, OperatorError } from '../src/model/errors.ts';

type Supervised = {
  /** A program of ours and its arguments. */
  readonly command: readonly string[];
  readonly log: Log;
  readonly signal: AbortSignal;
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lasted so long does not keep ending at once. */
const STEADY_MS = 10_000;
/** Beyond the 10 s in which a worker hands over. */
const STOP_MS = 15_000;
/** Another start would end in the same way. */
const LASTING: ReadonlySet<number> = new Set([EXIT_CODES.usage.code, EXIT_CODES.config.code]);

/** Ends when the signal has fired and every process is gone. @throws OperatorError 'config' when they cannot start at all */
export async function supervise(o: Supervised, processes: number): Promise<void> {
  const stop = new AbortController();
  const all = { ...o, signal: AbortSignal.any([o.signal, stop.signal]) };
  const kept: Promise<void>[] = [];
  while (kept.length < processes && !all.signal.aborted) {
    const one = keepOne(all, kept.length + 1);
    one.catch((error: unknown) => stop.abort(error));
    kept.push(one);
    // To start a process holds this one up: between two of them it hears of signals.
    await nextTurn();
  }
  const failed = (await Promise.allSettled(kept)).find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function keepOne(o: Supervised, number: number): Promise<void> {
  let atOnce = 0;
  while (!o.signal.aborted) {
    const began = performance.now();
    const end = await runOnce(o);
    if (o.signal.aborted) return;
    if (LASTING.has(Number(end.code)))
      throw new OperatorError(
        'config',
        'The worker processes cannot start.',
        'Mend what the first of them says above, then start "work" again.',
      );
    atOnce = performance.now() - began > STEADY_MS ? 0 : atOnce + 1;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, atOnce - 1), LONGEST_PAUSE_MS);
    o.log.error({ process: number, ...end, pauseMs }, 'a worker process ended and is started again');
    await sleep(pauseMs, null, { signal: o.signal }).catch(() => undefined);
  }
}

type End = { readonly code: unknown; readonly signal?: unknown; readonly problem?: string };

/** A process that cannot be started for lack of memory has ended like one that was killed for it: the others go on. */
async function runOnce(o: Supervised): Promise<End> {
  try {
    const [code, signal] = await lifeOf(o);
    return { code, signal };
  } catch (error) {
    return { code: null, problem: describeError(error) };
  }
}

async function lifeOf({ command, signal }: Supervised): Promise<unknown[]> {
  // The channel tells the child when this process is killed: then it hands over and ends, too.
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await exited;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
