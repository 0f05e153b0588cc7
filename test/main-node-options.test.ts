/** Node is started with the same options and surroundings however the program is started, and what it loads leaves strings quick. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../src/main/node-options.mjs';
import { until } from './support/until.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

it.each([
  ['npm start', JSON.parse(read('package.json')).scripts.start],
  ['the image', read('Dockerfile').replaceAll(/[",]/g, '')],
  ['the command', read('src/main/precursor-watch.mjs').split('\n', 1)[0]],
])('%s', (_name, text: string) => {
  expect(text).toContain(`node ${NODE_OPTIONS.join(' ')}`);
  for (const [name, value] of Object.entries(NODE_ENVIRONMENT)) expect(text).toContain(`${name}=${value}`);
});

it('sets, before anything else is loaded, the options that an older Node refuses', () => {
  const said = 'import v8 from "node:v8"; v8.setFlagsFromString = (option) => console.log("set", option);';
  const command = fileURLToPath(new URL('../src/main/precursor-watch.mjs', import.meta.url));
  const args = ['--import', `data:text/javascript,${encodeURIComponent(said)}`, command, '--help'];
  const lines = execFileSync(process.execPath, args, { encoding: 'utf8' }).split('\n');
  expect(LATER_OPTIONS.length).toBeGreaterThan(0);
  expect(lines.slice(0, LATER_OPTIONS.length)).toEqual(LATER_OPTIONS.map((option) => `set ${option}`));
});

it('names options that Node knows', () => {
  const args = [...NODE_OPTIONS, ...LATER_OPTIONS, '--eval', 'console.log("started")'];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('started');
});

/** One class that extends String in any package makes all work on strings slower, in the whole process. */
it('loads nothing at the start of any role that slows strings', () => {
  const main = new URL('../src/main/', import.meta.url);
  const program = `
    await import('${new URL('run-role.ts', main)}');
    console.log(%HasFastProperties(String.prototype));`;
  const args = ['--allow-natives-syntax', '--input-type=module', '--eval', program];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('true');
});

/** npm passes a signal to the shell of the script alone: what the shell merely waits for would be left running. */
it('ends with `npm start` when that is told to end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precursor-watch-start-'));
  const { start } = JSON.parse(read('package.json')).scripts;
  const program = `
    import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync('ended', ''); process.exit(0); });
    setTimeout(() => process.exit(1), 60_000);
    writeFileSync('begun', '');`;
  await mkdir(join(folder, 'src/main'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }));
  await writeFile(join(folder, 'src/main/setup.mjs'), '');
  await writeFile(join(folder, 'src/main/precursor-watch.mjs'), program);
  const npm = spawn('npm', ['start'], { cwd: folder, stdio: 'ignore' });
  try {
    await until('the program runs', () => existsSync(join(folder, 'begun')));
    const exited = once(npm, 'exit');
    npm.kill('SIGTERM');
    await exited;
    await until('the program has ended', () => existsSync(join(folder, 'ended')));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
