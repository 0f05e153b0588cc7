/** `screen`: JSON lines of texts in, or texts on the command line, their assessments out. */
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { z } from 'zod';
import { recallWatchlist } from '../pipeline/configuration/recall-watchlist.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { jsonLinesTo } from './json-lines-writer.ts';
import { readJsonLines, tellWhoTypes } from './read-json-lines.ts';
import { printLine, type Surroundings } from './surroundings.ts';

const input = z.strictObject({
  id: z.union([z.string(), z.number()]),
  title: z.string().nullish(),
  text: z.string(),
});

/** Texts as they were typed, numbered in their order, as the lines that they stand for. */
function linesOf(texts: readonly string[]): Readable {
  return Readable.from(texts.map((text, at) => `${JSON.stringify({ id: at + 1, text })}\n`));
}

export function addScreen(program: Command, around: Surroundings): void {
  program
    .command('screen')
    .description(
      'screen texts: JSON lines {id, title?, text} on standard input, one assessment a line on standard output',
    )
    .argument('[text...]', 'texts to screen in place of standard input, numbered from 1')
    .option('--json', 'JSON lines (what it always prints)')
    .action(async (texts: readonly string[]) => {
      if (texts.length === 0) tellWhoTypes(around.input, around.remarks);
      const { dataFolder, watchlistFolders } = around.settings();
      const screener = compileWatchlist(await recallWatchlist(dataFolder, watchlistFolders));
      await using out = jsonLinesTo(around.output);
      const refused = await readJsonLines(
        texts.length === 0 ? around.input : linesOf(texts),
        input,
        ({ id, title, text }) => {
          const { verdict, score, hits, reasons, watchlist } = screener.screenText(
            { title: title ?? null, text },
            around.clock(),
          );
          return out.write({ id, verdict, score, hits, reasons, watchlist });
        },
        ({ line, problem }) => printLine(around.remarks, `line ${line} refused: ${problem}`),
      );
      if (refused > 0) around.exit('input');
    });
}
