/** `npm run bench`: times the steps of the way of a page, each against a peer in the same run, and prints ratios. */
import { parseArgs } from 'node:util';
import { benchExtract } from './bench-extract.ts';
import { benchExtractMemory } from './bench-extract-memory.ts';
import { benchMarketPages } from './bench-market-pages.ts';
import { benchScreen } from './bench-screen.ts';

const BENCHES: Readonly<Record<string, (rounds: number, pages: number) => Promise<void>>> = {
  screen: benchScreen,
  extract: benchExtract,
  'extract-memory': benchExtractMemory,
  pages: benchMarketPages,
};

const USAGE = `npm run bench -- [--rounds N] [--pages N] [NAME …]   more rounds, steadier ratios; pages: of extract-memory; names: ${Object.keys(BENCHES).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    pages: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.find((name) => !(name in BENCHES));
const [rounds, pages] = [Number(values.rounds), Number(values.pages)];
if (values.help || unknown !== undefined || !(rounds > 0) || !(pages > 0)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  console.log(`median of ${rounds} rounds, all ways in turn; a ratio above 1 means ours is faster\n`);
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (positionals.length === 0 || positionals.includes(name)) await bench(rounds, pages);
  }
}
