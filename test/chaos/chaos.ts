/** `npm run chaos`: a market crawled while workers, PostgreSQL and Redis are killed must give what it gives in peace. */
import { parseArgs } from 'node:util';
import { judge } from './judge.ts';
import { type ChaosOptions, type Outcome, runChaos } from './run-chaos.ts';

const USAGE = `npm run chaos -- [--seed TEXT] [--kills N] [--listings N] [--backend redis|postgres] [--minutes N]

  --seed      what the market and the kills are drawn from (default: the time; it is printed)
  --kills     SIGKILLs in each disturbed run (default: 50)
  --listings  listings of the market (default: 10000)
  --backend   one queue backend only (default: both)
  --minutes   longest time of each run (default: 15)`;

// The workers are asked for silence: what they meet is what is tried here.
process.env['LOG_LEVEL'] ??= 'silent';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `chaos-${Date.now()}` },
    kills: { type: 'string', default: '50' },
    listings: { type: 'string', default: '10000' },
    backend: { type: 'string' },
    minutes: { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});
const [kills, listings, minutes] = [Number(values.kills), Number(values.listings), Number(values.minutes)];
const backends = (['postgres', 'redis'] as const).filter(
  (each) => values.backend === undefined || values.backend === each,
);
if (values.help || backends.length === 0 || !(kills > 0) || !(listings > 0) || !(minutes > 0)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  await run();
}

async function run(): Promise<void> {
  // One in five shops is drawn by scripts and not visited.
  const shops = 25;
  const common: Omit<ChaosOptions, 'backend' | 'kills' | 'expected'> = {
    seed: values.seed,
    listings: Math.round((listings * 5) / 4),
    shops,
    processes: 3,
    concurrency: 4,
    pauseMs: 25,
    limitSeconds: minutes * 60,
    tell: (line) => console.log(`  ${line}`),
  };
  console.log(
    `seed ${values.seed}: ${listings} listings in ${(shops * 4) / 5} shops, 3 worker processes, 4 sites each`,
  );
  const [first] = backends;
  if (first === undefined) return;
  console.log('in peace');
  const peace = await runChaos({ ...common, backend: first, kills: 0, expected: 1 });
  report(peace);
  if (peace.unfinished.length > 0 || peace.alerts.length === 0)
    throw new Error('the run in peace did not go well');
  for (const backend of backends) {
    console.log(`with ${kills} kills, queues on ${backend}`);
    const chaos = await runChaos({ ...common, backend, kills, expected: peace.requests });
    report(chaos);
    const pagesInFlight = common.processes * common.concurrency;
    const faults = judge(peace, chaos, { kills, pagesInFlight });
    for (const fault of faults) console.log(`  ✗ ${fault}`);
    if (faults.length === 0)
      console.log(`  ✓ as in peace: 0 lost, 0 double, no revision twice, no site run twice at once`);
    else process.exitCode = 1;
  }
}

function report({ unfinished, alerts, published, requests, again, kills, seconds, runs }: Outcome): void {
  for (const each of unfinished) console.log(`  not well: ${each}`);
  const killed = Object.entries(kills).map(([what, count]) => `${what} ${count}`);
  console.log(
    `  ${alerts.length} alerts, ${published.length} revisions published, ${runs} runs, ${requests} requests, ${again} pages fetched again, ${seconds.toFixed(0)} s${killed.length === 0 ? '' : `; killed: ${killed.join(', ')}`}`,
  );
}
