#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --min-semi-space-size=4 --max-old-space-size=2000 --heap-growing-percent=40 --no-allocation-site-pretenuring
// The command `precursor-watch`: runs the program on Node 24, whatever the machine's own Node is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from './node-options.mjs';

const NEEDED = 24;
const program = fileURLToPath(new URL('main.ts', import.meta.url));
/** Compiled code kept here makes every start after the first take half as long; where it cannot be written, nothing is kept. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // Before anything is compiled: kept code is good for the options alone that it was compiled with.
  for (const option of LATER_OPTIONS) v8.setFlagsFromString(option);
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? compiled);
  await import('./main.ts');
} else {
  const bundled = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(
      `Node ${NEEDED} is needed, this is ${process.version}. Run "npm start" once: it brings it along.\n`,
    );
    process.exit(1);
  }
  const env = { NODE_COMPILE_CACHE: compiled, ...NODE_ENVIRONMENT, ...process.env };
  const child = spawn(bundled, [...NODE_OPTIONS, ...LATER_OPTIONS, program, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
