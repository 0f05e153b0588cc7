/** A database that was put back from a backup, and queues and readers that remember more than it: what is new reaches them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JOB_CONTRACTS } from '../queues/job-contracts.ts';
import { openQueues, type Queues } from '../queues/open-queues.ts';
import { publishBatch } from '../queues/publish-alerts.ts';
import { readJob } from '../queues/read-job.ts';
import { settlePublished } from '../queues/settle-published.ts';
import { openCaptureStore } from '../src/evidence/capture-store.ts';
import { createLog } from '../src/log.ts';
import type { PublishedAlert } from '../src/model/alert.ts';
import { backUp } from '../src/pipeline/backup/back-up.ts';
import { restore } from '../src/pipeline/backup/restore.ts';
import type { OpenDatabase } from '../src/store/open-database.ts';
import { openTestDatabase } from './support/open-test-database.ts';
import { BACKENDS, openBackend, openTestQueues, type TestQueues } from './support/open-test-queues.ts';
import { reviseOnce } from './support/revise-once.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { until } from './support/until.ts';

const log = createLog('silent');
const clock = () => new Date();
const quiet = () => undefined;

describe.each(BACKENDS)('after a restore, with queues on %s', (name) => {
  let backend: Awaited<ReturnType<typeof openBackend>>;
  let place: TestQueues;
  let open: AsyncDisposableStack;
  let folder: string;
  /** What another system knows of each alert; it drops what is not higher, as README tells it to. */
  let known: Map<number, number>;
  let taken: PublishedAlert[];

  beforeAll(async () => {
    backend = await openBackend(name);
  });
  beforeEach(async () => {
    place = await openTestQueues(backend.redisUrl);
    open = new AsyncDisposableStack();
    folder = await mkdtemp(join(tmpdir(), 'precursor-watch-restored-'));
    known = new Map();
    taken = [];
  });
  afterEach(async () => {
    await open.disposeAsync();
    await place[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await backend[Symbol.asyncDispose]();
  });

  function read(queues: Queues): void {
    const worker = queues.createWorker(
      'review',
      (job) => {
        const given = readJob('review', JOB_CONTRACTS.review.payload, job.data);
        if ('problem' in given) throw new Error(given.problem);
        const { order } = given;
        if (order.revision > (known.get(order.alert) ?? 0)) {
          known.set(order.alert, order.revision);
          taken.push(order);
        }
        return Promise.resolve();
      },
      1,
    );
    open.defer(() => worker.close());
  }

  const captures = () => openCaptureStore(join(folder, 'captures'));
  const file = () => join(folder, 'all.tar');
  const publish = ({ db }: OpenDatabase, queues: Queues) =>
    publishBatch({ db, review: queues.review, clock, cap: 1000 });
  const idle = (queues: Queues) => until('no job waits', async () => (await queues.review.count()) === 0);

  it.each([
    { where: 'over the database that is there', empty: false },
    { where: 'in an empty database', empty: true },
  ])('each real change is heard, and nothing that was heard comes as new: $where', async ({ empty }) => {
    const { database } = place;
    const [changed = 0, other = 0] = await seedAlerts(database.db, [{}, {}]);
    read(place.queues);
    for (const alert of [changed, other]) await reviseOnce(database.db, alert);
    // One is published and not known to be read, one waits to be published.
    await publish(database, place.queues);
    await reviseOnce(database.db, other);
    const signal = new AbortController().signal;
    await backUp({ database, captures: captures(), clock, signal }, file(), false, quiet);
    for (let count = 0; count < 3; count += 1) await reviseOnce(database.db, changed);
    await publish(database, place.queues);
    await idle(place.queues);
    await until('all taken', () => taken.length === 6);
    const before = new Map(known);

    const put = empty ? open.use(await openTestDatabase()) : database;
    await restore({ database: put, captures: captures() }, file(), true, quiet);
    // PostgreSQL keeps the queues of the database that is there; an empty one has none.
    const queues = open.use(await openQueues({ ...place.target, pool: put.pool, log }));
    if (empty && name === 'PostgreSQL') read(queues);
    await publish(put, queues);
    await settlePublished(
      { db: put.db, review: queues.review, clock: () => new Date(Date.now() + 10_000), cap: 1000 },
      { after: 0 },
    );
    await idle(queues);
    expect(taken).toHaveLength(6);

    for (const alert of [changed, other]) await reviseOnce(put.db, alert);
    await publish(put, queues);
    await until('the changes are heard', () => taken.length === 8);
    for (const { alert, revision } of taken.slice(6))
      expect(revision).toBeGreaterThan(before.get(alert) ?? Number.POSITIVE_INFINITY);
  });
});
