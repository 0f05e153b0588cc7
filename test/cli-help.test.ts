/** The help of every command: what it does, what it takes and how it is typed, held against the command line itself. */
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../src/cli/examples.ts';
import { buildProgram, ROLES } from '../src/cli/program.ts';
import { printLine, printTable } from '../src/cli/surroundings.ts';
import { createLog } from '../src/log.ts';
import { runCli } from './support/run-cli.ts';

const program = await buildProgram(
  {
    root: '/',
    settings: () => {
      throw new Error('help needs no settings');
    },
    log: createLog('silent'),
    clock: () => new Date(),
    input: new PassThrough(),
    output: new PassThrough(),
    remarks: new PassThrough(),
    signal: new AbortController().signal,
    exit: () => undefined,
  },
  () => Promise.resolve(),
);

type Named = { readonly name: string; readonly command: Command };

/** Commands that do something by themselves, by their words. */
function orders(command: Command, words: readonly string[]): Named[] {
  const below = command.commands.flatMap((each) => orders(each, [...words, each.name()]));
  const group = command.commands.length > 0 && command.options.length === 0;
  return group ? below : [{ name: words.join(' '), command }, ...below];
}
const ALL = program.commands.flatMap((each) => orders(each, [each.name()]));

/** They run until they are ended, or print what their own option says. */
const WITHOUT_JSON = [...Object.keys(ROLES), 'export'];

describe('every command', () => {
  it.each(ALL)('$name says what it does, what it takes, and prints JSON', ({ name, command }) => {
    expect(command.description()).not.toBe('');
    for (const argument of command.registeredArguments) expect(argument.description).not.toBe('');
    for (const option of command.options) expect(option.description).not.toBe('');
    const json = command.options.some(({ long }) => long === '--json');
    expect(json).toBe(!WITHOUT_JSON.includes(name));
  });

  it('that needs to be told something shows how', () => {
    const needs = ({ command }: Named) =>
      command.registeredArguments.some(({ required }) => required) ||
      command.options.some(({ mandatory }) => mandatory);
    const without = ALL.filter((each) => needs(each) && EXAMPLES[each.name] === undefined);
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe('the table of commands in README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const section = /\n## Commands\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  const cells = [...section.matchAll(/^\| (`.*?) \| /gm)].map(([, cell = '']) => cell);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words));

  it('names every command that there is', () => {
    const first = new Set([...named, ...section.matchAll(/`([a-z]+)`/g).map(([, word = '']) => word)]);
    const known = [...first].map((words) => words.split(' ')[0]);
    expect(program.commands.map((each) => each.name()).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(named)('and `%s` is one', (words) => {
    const [name = '', below = ''] = words.split(' ');
    const command = program.commands.find((each) => each.name() === name);
    expect(command).toBeDefined();
    const known = command?.commands.map((each) => each.name()) ?? [];
    if (known.length > 0 && /^[a-z|\\-]+$/.test(below))
      expect(known).toEqual(expect.arrayContaining(below.split('\\|')));
  });
});

/** As a shell would split it; what goes to and comes from files is left out. */
function wordsOf(line: string): string[] {
  const typed = line.split(/ <<< | [<>] /)[0] ?? '';
  return [...typed.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

describe('examples', () => {
  const rows = Object.entries(EXAMPLES).flatMap(([name, lines]) => lines.map((line) => ({ name, line })));
  it.each(rows)('$line is a command line', ({ name, line }) => {
    const command = ALL.find((each) => each.name === name)?.command;
    const words = wordsOf(line);
    const own = name.split(' ').length;
    expect(words.slice(0, own).join(' ')).toBe(name);
    const { operands, unknown } = command?.parseOptions(words.slice(own)) ?? {};
    expect(unknown).toEqual([]);
    const takes = command?.registeredArguments ?? [];
    expect(operands?.length).toBeLessThanOrEqual(takes.length);
    expect(operands?.length).toBeGreaterThanOrEqual(takes.filter(({ required }) => required).length);
  });

  it('stand below the help of their command', async () => {
    const { output, exit } = await runCli(['sites', 'drain', '--help']);
    expect(exit).toBe('ok');
    expect(output).toMatch(/Examples:\n {2}npx precursor-watch sites drain example-supplier /);
  });
});

describe('what is printed for people', () => {
  function printed(print: (to: PassThrough) => void): string {
    const to = new PassThrough({ highWaterMark: 2 ** 30 });
    print(to);
    return String(to.read());
  }

  it('gives no order to the terminal, whatever a page calls its goods', () => {
    const title = '\u001b]0;owned\u0007lamp \u009b2J\rfree \u202egnp.exe';
    expect(printed((to) => printLine(to, `- ${title}\n\tend`))).toBe(
      '- \ufffd]0;owned\ufffdlamp \ufffd2J\ufffdfree \ufffdgnp.exe\n\tend\n',
    );
    expect(
      printed((to) =>
        printTable(to, [
          ['a', 'b'],
          ['one\ntwo', 'x'],
        ]),
      ),
    ).toBe('a        b\none two  x\n');
  });

  it('may be a table of any length', () => {
    const rows = Array.from({ length: 200_000 }, (_, row) => [String(row), 'x']);
    expect(printed((to) => printTable(to, [['row', 'what'], ...rows]))).toContain('\n199999  x\n');
  });
});
