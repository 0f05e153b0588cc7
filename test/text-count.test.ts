/** Numbers stand before one thing or many, in every sentence of the commands, alarms and screens. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { count } from '../src/text/count.ts';

test.each([
  [0, 'listing', undefined, '0 listings'],
  [1, 'listing', undefined, '1 listing'],
  [2, 'listing', undefined, '2 listings'],
  [1, 'run waits', 'runs wait', '1 run waits'],
  [1200, 'run waits', 'runs wait', '1200 runs wait'],
])('%d %s', (n, one, many, words) => expect(count(n, one, many)).toBe(words));

const ROOT = new URL('..', import.meta.url).pathname;
/** What is counted somewhere, as it stands right behind a number that a template puts in. */
const THINGS =
  'accounts|alerts|assessments|changes|characters|copies|days|entries|faults|files|hits|hours|jobs|listings|' +
  'messages|minutes|names|offers|pages|problems|rows|runs|seconds|sellers|sites|substances|terms|texts|tokens';
const FIXED_PLURAL = new RegExp(
  String.raw`\$\{(?![A-Z_]+\})[^}]*\} (?:more |innocent |saved )?(?:${THINGS})\b`,
  'g',
);

/** A kind of pages, a verb, and limits that are never one. */
const NO_NUMBERS = /^\$\{(?:pages\} pages|found\.text\} names|max\} characters|text\} files|found\} runs)$/;

test.each(['src/cli', 'src/console', 'src/pipeline', 'src/review', 'src/api'])(
  'no number stands before a fixed plural in %s',
  (folder) => {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    const found = files
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => readFileSync(join(ROOT, folder, file), 'utf8').match(FIXED_PLURAL) ?? [])
      .filter((each) => !NO_NUMBERS.test(each));
    expect(found).toEqual([]);
  },
);
