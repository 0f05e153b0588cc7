/** The parts that work without anybody watching: crawling what is due, publishing alerts, and the schedule. */
import { startCrawlWorker } from '../../queues/crawl-worker.ts';
import type { Queues } from '../../queues/open-queues.ts';
import { startTicker } from '../../queues/start-ticker.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import { giveSigns } from '../pipeline/health/give-signs.ts';
import { tellFacts } from '../pipeline/health/worker-facts.ts';
import type { Workplace } from '../pipeline/open-tools.ts';
import { runSite } from '../pipeline/run-site.ts';
import { type Receivers, startMessages } from './start-messages.ts';
import { startRescreening } from './start-rescreening.ts';

/** Crawls the runs that the queue brings, and publishes their alerts. */
export async function startWork(
  open: AsyncDisposableStack,
  queues: Queues,
  workplace: Pick<Workplace, 'database' | 'tools'> & Receivers,
  around: Pick<Surroundings, 'log' | 'clock' | 'settings'>,
  concurrency: number = around.settings().concurrency,
): Promise<void> {
  const { db } = workplace.database;
  const { log, clock } = around;
  const facts = () => tellFacts(workplace.tools, around.settings());
  const part = `worker ${workplace.tools.worker}`;
  open.use(await giveSigns({ db, part, clock, log, facts }));
  const publisher = await startMessages(open, queues, workplace, around);
  const tools = { ...workplace.tools, onAlert: () => publisher.nudge() };
  open.use(startRescreening(workplace, around));
  const worker = await startCrawlWorker({
    queues,
    db,
    clock,
    concurrency,
    perform: async ({ site, run, signal }) => {
      const order = { site, run, trigger: 'schedule', signal, handsOver: true } as const;
      const { status } = await runSite(tools, order);
      publisher.nudge();
      return status === 'queued' ? 'handed-over' : 'ended';
    },
    log,
  });
  open.use(worker);
}

/** Finds due sites and puts their runs into the queue. */
export async function startSchedule(
  open: AsyncDisposableStack,
  queues: Queues,
  workplace: Workplace,
  around: Surroundings,
): Promise<void> {
  const { db } = workplace.database;
  const everyMs = around.settings().tickSeconds * 1000;
  open.use(await startTicker({ db, queues, clock: around.clock, everyMs, log: around.log }));
}
