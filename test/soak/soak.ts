/** `npm run soak`: the whole watch for hours on a market that changes, with either backend of the queues, and how what it takes grows. */
import { parseArgs } from 'node:util';
import { judgeGrowth } from './judge-growth.ts';
import { runSoak, type SoakReport } from './run-soak.ts';

const USAGE = `npm run soak -- [--minutes N] [--backend redis|postgres] [--every SECONDS] [--pause MS]

  --minutes   how long (default: 120); the first quarter is warm-up
  --backend   one queue backend only (default: both, side by side)
  --every     seconds between two runs of a site; a day of the market passes in the same time (default: 30)
  --pause     milliseconds between two requests of a site, as if its server took so long (default: 100)`;

// The workers are asked for silence: what they take is what is tried here.
process.env['LOG_LEVEL'] ??= 'silent';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '120' },
    backend: { type: 'string' },
    every: { type: 'string', default: '30' },
    pause: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, everySeconds, pauseMs] = [Number(values.minutes), Number(values.every), Number(values.pause)];
const backends = (['postgres', 'redis'] as const).filter(
  (each) => values.backend === undefined || values.backend === each,
);
if (values.help || backends.length === 0 || !(minutes > 0) || !(everySeconds > 0) || !(pauseMs >= 0)) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else await soak();

async function soak(): Promise<void> {
  console.log(`soak of ${minutes} minutes with queues on ${backends.join(' and on ')}`);
  const tell = (line: string) => console.log(line);
  const running = backends.map((backend) => runSoak({ backend, minutes, everySeconds, pauseMs, tell }));
  for (const [index, ended] of (await Promise.allSettled(running)).entries()) {
    console.log(`\nqueues on ${backends[index]}`);
    if (ended.status === 'fulfilled') tellOf(ended.value);
    else fail(String(ended.reason instanceof Error ? ended.reason.stack : ended.reason));
  }
}

function tellOf(report: SoakReport): void {
  const { runs, pages, written, published, doubled, heard, unheard } = report;
  console.log(
    `  ${runs} runs, ${pages} pages, ${written} revisions of alerts, ${published} published, ${heard} messages heard`,
  );
  for (const { name, share, grows } of judgeGrowth(report.samples)) {
    const verdict = `${(100 * share).toFixed(1).padStart(6)} % after warm-up`;
    console.log(`  ${name.padEnd(12)} ${verdict}  ${grows ? 'GROWS' : 'steady'}`);
    if (grows) process.exitCode = 1;
  }
  if (written === 0) fail('no alerts at all: nothing was tried');
  for (const problem of report.unfinished) fail(`a run did not end well: ${problem}`);
  if (published !== written) fail(`${written - published} revisions not published`);
  if (doubled > 0) fail(`${doubled} revisions published twice`);
  if (unheard > 0) fail(`${unheard} messages were not heard`);
}

function fail(problem: string): void {
  console.log(`  ✗ ${problem}`);
  process.exitCode = 1;
}
