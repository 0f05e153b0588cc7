/** Where the process begins: settings, log, signals, one command, one exit code. */
import { fileURLToPath } from 'node:url';
import { loadEnvFile, readSettings } from '../../config/settings.ts';
import { runCommand } from '../cli/program.ts';
import { createLog } from '../log.ts';
import { describeError, EXIT_CODES, OperatorError } from '../model/errors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stop = new AbortController();
const PATIENCE_MS = 1000;
let askedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // One Ctrl-C arrives several times: from the terminal, from npm, from our own launcher. A later one does not wait.
    if (stop.signal.aborted && Date.now() - askedAt > PATIENCE_MS) process.exit(EXIT_CODES.failed.code);
    if (!stop.signal.aborted) askedAt = Date.now();
    stop.abort(new Error(signal));
  });
}

// A worker process of `work --processes` whose parent was killed hands over and ends.
process.once('disconnect', () => stop.abort(new Error('the parent process is gone')));
process.channel?.unref();
// It may have been killed before there was anybody to hear of it.
if (process.connected === false) stop.abort(new Error('the parent process is gone'));

/** `crawl … 2>&1 | head` closes our output early: that is no fault. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  loadEnvFile(root);
  const settings = readSettings(root);
  const args = process.argv.slice(2);
  await runCommand(
    args,
    {
      root,
      settings: () => settings,
      log: createLog(settings.logLevel),
      clock: () => new Date(),
      input: process.stdin,
      output: process.stdout,
      remarks: process.stderr,
      signal: stop.signal,
      exit: (name) => {
        process.exitCode = EXIT_CODES[name].code;
      },
    },
    // Half of all modules, which other commands need not wait for.
    async (...order) => (await import('./run-role.ts')).runRole(...order),
  );
} catch (error) {
  process.stderr.write(`precursor-watch: ${describeError(error)}\n`);
  if (!(error instanceof OperatorError) && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = EXIT_CODES[error instanceof OperatorError ? error.exit : 'failed'].code;
}
