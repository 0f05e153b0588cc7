/** Node is started with the same options and surroundings however the program is started, and what it loads leaves strings quick. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LATER_OPTIONS, NODE_ENVIRONMENT, NODE_OPTIONS } from '../src/main/node-options.mjs';

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
