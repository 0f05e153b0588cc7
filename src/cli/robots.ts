/** `robots`: JSON lines of robots.txt texts in, allowed or not out. */
import type { Command } from 'commander';
import { z } from 'zod';
import { isAllowed } from '../../crawlers/robots.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { readJsonLines, tellWhoTypes } from './read-json-lines.ts';
import { printLine, type Surroundings } from './surroundings.ts';

const input = z.strictObject({
  id: z.union([z.string(), z.number()]),
  robots: z.string(),
  agent: z.string(),
  url: z.string(),
});

export function addRobots(program: Command, around: Surroundings): void {
  program
    .command('robots')
    .description('ask robots.txt (RFC 9309): JSON lines {id, robots, agent, url} in, {id, allowed} out')
    .option('--json', 'JSON lines (what it always prints)')
    .action(async () => {
      tellWhoTypes(around.input, around.remarks);
      await using out = jsonLinesTo(around.output);
      const refused = await readJsonLines(
        around.input,
        input,
        ({ id, robots, agent, url }) => out.write({ id, allowed: isAllowed(robots, agent, url) }),
        ({ line, problem }) => printLine(around.remarks, `line ${line} refused: ${problem}`),
      );
      if (refused > 0) around.exit('input');
    });
}
