/** Starts and ends the server of the benchmarks of the review desk, which runs in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../../src/main/node-options.mjs';

/** @param consoleFolder left out: the interface alone */
export async function startServer(
  databaseUrl: string,
  folder: string,
  consoleFolder = '',
): Promise<{ child: ChildProcess; url: string }> {
  const program = fileURLToPath(new URL('./serve-review.ts', import.meta.url));
  const options = [...NODE_OPTIONS, ...LATER_OPTIONS];
  const child = spawn(process.execPath, [...options, program, databaseUrl, folder, consoleFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...NODE_ENVIRONMENT },
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server did not start'))),
  ]);
  return { child, url: String(line) };
}

export async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
