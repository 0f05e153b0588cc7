/** Runs one command line as an operator would, with what it prints and how it ends. */
import { PassThrough, Readable } from 'node:stream';
import { inject } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { type RunRole, runCommand } from '../../src/cli/program.ts';
import { createLog, type Log } from '../../src/log.ts';
import { describeError, OperatorError } from '../../src/model/errors.ts';
import { keepShippedWatchlist } from './shipped-watchlist.ts';

export type CliResult = {
  readonly output: string;
  readonly remarks: string;
  /** Name of the exit code. */
  readonly exit: string;
  /** Message and remedy of the error that ended it; null when none did. */
  readonly error: string | null;
};

const ROOT = new URL('../..', import.meta.url).pathname;

function listen(stream: PassThrough): () => string {
  let text = '';
  stream.on('data', (chunk) => {
    text += String(chunk);
  });
  return () => text;
}

export type CliSurroundings = {
  /** What stands on its standard input. */
  readonly input?: string;
  /** What a role does; nothing when it is left out. */
  readonly runRole?: RunRole;
  /** Ctrl-C: ends a role. */
  readonly signal?: AbortSignal;
  /** Somebody watches its standard error. */
  readonly terminal?: boolean;
  /** Silent when it is left out. */
  readonly log?: Log;
  /** Hears what is printed as it is printed. */
  readonly onOutput?: (text: string) => void;
};

/**
 * `env` are the settings; what this process has in its environment does not count. Without a data folder among them it is
 * one that all share, which holds nothing but what was read of the shipped watch-list.
 */
export async function runCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { input = '', runRole = () => Promise.resolve(), signal, terminal, log, onOutput }: CliSurroundings = {},
): Promise<CliResult> {
  const [output, remarks] = [new PassThrough(), new PassThrough()];
  if (onOutput !== undefined) output.on('data', (chunk) => onOutput(String(chunk)));
  if (terminal === true) Object.assign(remarks, { isTTY: true });
  const [printed, remarked] = [listen(output), listen(remarks)];
  let exit = 'ok';
  const { PRECURSOR_DATA = inject('testReadings') } = env;
  if (PRECURSOR_DATA !== inject('testReadings')) await keepShippedWatchlist(PRECURSOR_DATA);
  const around = {
    root: ROOT,
    settings: () => readSettings(ROOT, { ...env, PRECURSOR_DATA }),
    log: log ?? createLog('silent'),
    clock: () => new Date(),
    input: Readable.from([input]),
    output,
    remarks,
    signal: signal ?? new AbortController().signal,
    exit: (name: string) => {
      exit = name;
    },
  };
  const told = () => ({ output: printed(), remarks: remarked() });
  try {
    await runCommand(args, around, runRole);
    return { ...told(), exit, error: null };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { ...told(), exit: error.exit, error: describeError(error) };
  }
}
