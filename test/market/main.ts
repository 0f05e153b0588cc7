/** Runs the practice market as a child: one line of JSON when it listens, and it ends when its stdin closes. */
import { parseArgs } from 'node:util';
import { DEFAULTS } from './generate-market.ts';
import { startMarket } from './start-market.ts';

const HELP = `Practice market: invented shops on 127.0.0.1 for demonstrations and tests.

  node test/market/main.ts [--seed TEXT] [--day N] [--shops N] [--listings N] [--ports SHOP=PORT,…]

  --seed      what the market is grown from (default: ${DEFAULTS.seed})
  --day       days after the base: listings come, change and go (default: ${DEFAULTS.day})
  --shops     how many shops (default: ${DEFAULTS.shops})
  --listings  listings of all shops on day 0 (default: ${DEFAULTS.listings})
  --ports     fixed ports, such as board=4001,classifieds=4002 (default: free ones)

Prints {"origins":{"SHOP":"http://127.0.0.1:PORT"}} when it listens. A line "day N" on its stdin turns it to
that day under the same ports, answered by {"day":N}; it ends when its stdin closes.
`;

const EXIT_USAGE = 2;

function wholeNumber(name: string, text: string | undefined, fallback: number, lowest: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < lowest)
    throw new RangeError(`--${name} must be a whole number from ${lowest}`);
  return value;
}

function readPorts(text: string | undefined): Record<string, number> {
  const pairs = (text ?? '').split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [shop = '', port] = pair.split('=');
      return [shop, wholeNumber('ports', port ?? '', 0, 1)];
    }),
  );
}

function readArguments() {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      seed: option,
      day: option,
      shops: option,
      listings: option,
      ports: option,
      help: { type: 'boolean' },
    },
  });
  return {
    help: values.help === true,
    seed: values.seed ?? DEFAULTS.seed,
    day: wholeNumber('day', values.day, DEFAULTS.day, 0),
    shops: wholeNumber('shops', values.shops, DEFAULTS.shops, 1),
    listings: wholeNumber('listings', values.listings, DEFAULTS.listings, 1),
    ports: readPorts(values.ports),
  };
}

/** Turns the market at each "day N" line; returns when stdin closes. */
async function obey(turnTo: (day: number) => void): Promise<void> {
  let rest = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const day = /^day (\d{1,4})$/.exec(line.trim())?.[1];
      if (day === undefined) continue;
      turnTo(Number(day));
      process.stdout.write(`${JSON.stringify({ day: Number(day) })}\n`);
    }
  }
}

async function run(): Promise<void> {
  const { help, ...options } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  await using market = await startMarket(options);
  process.stdout.write(`${JSON.stringify({ origins: market.origins })}\n`);
  await obey((day) => market.turnTo(day));
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee --help.\n`);
  process.exitCode = EXIT_USAGE;
}
