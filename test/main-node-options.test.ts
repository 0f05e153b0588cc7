/** Node is started with the same options however the program is started. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NODE_OPTIONS } from '../src/main/node-options.mjs';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

it.each([
  ['npm start', JSON.parse(read('package.json')).scripts.start],
  ['the image', read('Dockerfile').replaceAll(/[",]/g, '')],
  ['the command', read('src/main/precursor-watch.mjs').split('\n', 1)[0]],
])('%s', (_name, text: string) => {
  expect(text).toContain(`node ${NODE_OPTIONS.join(' ')}`);
});
