/** Backup and restore of a crawled market: the same rows, the same copies, and a database that works on. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CaptureStore, DamagedCapture, openCaptureStore } from '../src/evidence/capture-store.ts';
import { makeFolderId } from '../src/evidence/folder-id.ts';
import { createTar, readTar } from '../src/evidence/tar-file.ts';
import { createLog } from '../src/log.ts';
import { backUp } from '../src/pipeline/backup/back-up.ts';
import { restore } from '../src/pipeline/backup/restore.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { createFirstUser } from '../src/review/accounts.ts';
import { endToken, makeToken } from '../src/review/api-tokens.ts';
import { openSession, resumeSession, signOut } from '../src/review/sign-in.ts';
import { appendAudit, verifyAudit } from '../src/store/accounts/audit-log.ts';
import { findUserByName } from '../src/store/accounts/users.ts';
import { createRun } from '../src/store/crawling/runs.ts';
import { tablesInOrder } from '../src/store/dump-tables.ts';
import { type OpenDatabase, openDatabase } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { runCli } from './support/run-cli.ts';

const SITE = 'chem-supplier';
const never = new AbortController().signal;
const clock = () => new Date();
const quiet = () => undefined;
const log = createLog('silent');

let place: TestWorkplace;
let empty: TestDatabase;
let folder: string;
let file: string;
/** Crawled once: nothing here changes it. */
beforeAll(async () => {
  place = await openTestWorkplace({ listings: 60 });
  const order = { site: SITE, run: null, trigger: 'command', signal: never } as const;
  expect((await runSite(place.tools, order)).status).toBe('ok');
  await createFirstUser(place.database.db, clock());
  const odd = { actor: 'A "quoted" name\n', subject: null, detail: { text: '\u2028 ünï' } };
  await appendAudit(place.database.db, { ...odd, action: 'sites.apply' }, clock());
});
beforeEach(async () => {
  empty = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-test-'));
  file = join(folder, 'all.tar');
});
afterEach(async () => {
  await empty[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});

const captures = () => openCaptureStore(join(folder, 'captures'));
const make = (replace = false, store = place.tools.captures, signal = never) =>
  backUp({ database: place.database, captures: store, clock, signal }, file, replace, quiet);
const putBack = (replace = false) => restore({ database: empty, captures: captures() }, file, replace, quiet);

/** A digest of each table's rows, whatever their order; but for the record that a restore makes of itself. */
async function digests({ pool }: Pick<OpenDatabase, 'pool'>): Promise<Record<string, string>> {
  const client = await pool.connect();
  try {
    const found: Record<string, string> = {};
    for (const { name } of await tablesInOrder(client)) {
      if (name === 'restores') continue;
      const { rows } = await client.query(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as digest from ${name} t`,
      );
      found[name] = rows[0].digest;
    }
    return found;
  } finally {
    client.release();
  }
}

describe('a backup', () => {
  it('gives the same rows and copies in an empty database, which works on from there', async () => {
    const report = await make();
    expect(report.missing).toBe(0);
    expect(report.captures).toBeGreaterThan(5);
    for (const table of ['listings', 'alerts', 'site_pages', 'coverage', 'audit_log', 'users', 'outbox'])
      expect(report.rows[table], table).toBeGreaterThan(0);
    expect(await putBack()).toEqual({ rows: report.rows, captures: report.captures });
    expect(await digests(empty)).toEqual(await digests(place.database));
    const { rows } = await empty.pool.query('select sha256 from captures');
    for (const { sha256 } of rows)
      expect(await captures().get(sha256)).toEqual(await place.tools.captures.get(sha256));
    // Numbers go on, triggers are back, the chain of the audit log holds.
    const last = await empty.pool.query('select max(id) as id from runs');
    expect(await createRun(empty.db, SITE, 'manual', clock())).toBeGreaterThan(last.rows[0].id);
    await expect(empty.pool.query('delete from audit_log')).rejects.toThrow();
    await appendAudit(empty.db, { actor: 'x', action: 'sites.apply', subject: null, detail: {} }, clock());
    expect((await verifyAudit(empty.db)).ok).toBe(true);
  });

  it('is a tar file that begins with its manifest and ends with its counts', async () => {
    await make();
    const names: string[] = [];
    for await (const { name } of readTar(file)) names.push(name);
    expect(names[0]).toBe('backup.json');
    expect(names.at(-1)).toBe('end.json');
    expect(names).toContain('tables/listings.jsonl.zst');
  });

  it('may hold a table of more than 8 GiB, which tar reads as well', async () => {
    const size = 9 * 2 ** 30;
    const none = join(folder, 'none');
    await writeFile(none, '');
    {
      await using tar = await createTar(file, false);
      await tar.addFile('tables/coverage.jsonl.zst', none, size);
    }
    // A hole stands for the rows.
    await truncate(file, 512 + size + 1024);
    const entries: [string, number][] = [];
    for await (const entry of readTar(file)) entries.push([entry.name, entry.size]);
    expect(entries).toEqual([['tables/coverage.jsonl.zst', size]]);
    const told = await promisify(execFile)('tar', ['--list', '--verbose', '--file', file]);
    expect(told.stdout).toContain(String(size));
  });

  it('takes the place of an older one only when it is whole, and leaves nothing behind when it is not', async () => {
    const broken = {
      ...place.tools.captures,
      packed: () => Promise.reject(new Error('the disk is gone')),
    };
    await expect(make(false, broken)).rejects.toThrow('the disk is gone');
    expect(await readdir(folder)).toEqual([]);
    await make();
    const older = await readFile(file);
    await expect(make(true, broken)).rejects.toThrow('the disk is gone');
    expect(await readdir(folder)).toEqual(['all.tar']);
    expect((await readFile(file)).equals(older)).toBe(true);
    await make(true);
    expect(await readdir(folder)).toEqual(['all.tar']);
    await putBack();
    expect(await digests(empty)).toEqual(await digests(place.database));
  });

  it('leaves out a copy whose file is damaged, says which, and holds all the others', async () => {
    const whole = await make();
    const { rows } = await place.database.pool.query<{ sha256: string }>(
      'select sha256 from captures limit 1',
    );
    const bad = rows[0]?.sha256 ?? '';
    const store = {
      ...place.tools.captures,
      packed: async (sha256: string) => {
        if (sha256 === bad) throw new DamagedCapture(`captures/${bad}.zst`, null);
        return await place.tools.captures.packed(sha256);
      },
    };
    const told: string[] = [];
    const tools = { database: place.database, captures: store, clock, signal: never };
    const report = await backUp(tools, file, true, (line) => told.push(line));
    expect(report).toMatchObject({ captures: whole.captures - 1, missing: 0, damaged: 1 });
    expect(told.join('\n')).toContain(bad);
    expect((await putBack()).captures).toBe(whole.captures - 1);
  });

  it('misses no copy that is let go while it is made', async () => {
    const gone = '0'.repeat(64);
    const { pool } = place.database;
    await pool.query('insert into captures values ($1, 1, 1, null, now())', [gone]);
    const store = {
      ...place.tools.captures,
      packed: async (sha256: string) => {
        if (sha256 === gone) await pool.query('delete from captures where sha256 = $1', [gone]);
        return await place.tools.captures.packed(sha256);
      },
    };
    expect(await make(false, store)).toMatchObject({ missing: 0, damaged: 0 });
  });

  it('has its name only once it is whole, and is given up when it is interrupted', async () => {
    const stop = new AbortController();
    const met = new Set<string>();
    const interrupted = {
      ...place.tools.captures,
      packed: async (sha256: string) => {
        for (const name of await readdir(folder)) met.add(name);
        stop.abort(new Error('SIGINT'));
        return await place.tools.captures.packed(sha256);
      },
    };
    await expect(make(false, interrupted, stop.signal)).rejects.toMatchObject({
      exit: 'failed',
      message: expect.stringContaining('interrupted'),
    });
    expect([...met]).toEqual(['all.tar.new']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('may take longer over copies of pages than a transaction may otherwise wait for its process, and so may a restore', async () => {
    const idleMs = 200;
    const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataFolder: folder, log, idleMs });
    await using from = await open(place.database.databaseUrl);
    await using to = await open(empty.databaseUrl);
    /** One of them takes as long as many do. */
    const slow = (store: CaptureStore): CaptureStore => {
      let wait = 3 * idleMs;
      const pause = () =>
        sleep(wait).then(() => {
          wait = 0;
        });
      return {
        ...store,
        packed: (sha256) => pause().then(() => store.packed(sha256)),
        unpack: (sha256, packed) => pause().then(() => store.unpack(sha256, packed)),
      };
    };
    const tools = { database: from, captures: slow(place.tools.captures), clock, signal: never };
    const { captures: count } = await backUp(tools, file, false, quiet);
    const put = await restore({ database: to, captures: slow(captures()) }, file, false, quiet);
    expect(put.captures).toBe(count);
    expect(await digests(empty)).toEqual(await digests(place.database));
  });

  it('writes into no file that somebody laid in its way', async () => {
    const other = join(folder, 'other');
    await writeFile(other, 'kept');
    await symlink(other, `${file}.new.part`);
    await make();
    expect(await readFile(other, 'utf8')).toBe('kept');
  });

  it('is refused over rows that are there, and replaces them when told to', async () => {
    await make();
    await putBack();
    await createRun(empty.db, SITE, 'manual', clock());
    await expect(putBack()).rejects.toMatchObject({
      exit: 'usage',
      remedy: expect.stringContaining('--force'),
    });
    await putBack(true);
    expect(await digests(empty)).toEqual(await digests(place.database));
  });

  it('gives no number again that was given out after it was made', async () => {
    await make();
    await putBack();
    const given = await createRun(empty.db, SITE, 'manual', clock());
    await putBack(true);
    await putBack(true);
    expect(await createRun(empty.db, SITE, 'manual', clock())).toBeGreaterThan(given);
  });

  it('gives none of a database again that was lost, which the queues and whoever reads them remember', async () => {
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
    const from = { database: place.database, captures: place.tools.captures, signal: never };
    await backUp({ ...from, clock: () => hours(30) }, file, false, quiet);
    const names = ['runs', 'alerts', 'messages', 'outbox'];
    const nextOf = async ({ pool }: Pick<OpenDatabase, 'pool'>) => {
      const next = (name: string) =>
        pool.query(`select nextval(pg_get_serial_sequence('${name}', 'id')) as id`);
      return Promise.all(names.map(async (name) => Number((await next(name)).rows[0].id)));
    };
    const before = await nextOf(place.database);
    await putBack();
    // One a second for as long as the backup is old, and the same file again in a further database.
    const first = await nextOf(empty);
    for (const [index, name] of names.entries())
      expect(first[index], name).toBeGreaterThan((before[index] ?? 0) + 30 * 3600);
    await using other = await openTestDatabase();
    await restore({ database: other, captures: captures() }, file, false, quiet);
    for (const [index, next] of (await nextOf(other)).entries())
      expect(next, names[index]).toBeGreaterThan(first[index] ?? 0);
  });

  it('is refused while a worker has a site', async () => {
    await make();
    await putBack();
    await empty.pool.query(
      `update sites set lease_until = now() + interval '1 minute', lease_owner = 'w' where id = $1`,
      [SITE],
    );
    await expect(putBack(true)).rejects.toMatchObject({ exit: 'busy' });
  });

  it.each([
    [
      'cut short',
      async () => await truncate(file, Math.floor((await readFile(file)).length / 2 / 512) * 512),
    ],
    ['without its end', async () => await truncate(file, (await readFile(file)).length - 2048)],
    ['that is something else', async () => await writeFile(file, 'x'.repeat(5000))],
    [
      'with a bit turned over',
      async () => {
        const bytes = await readFile(file);
        const at = bytes.indexOf('captures/') + 512 + 20;
        bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at);
        await writeFile(file, bytes);
      },
    ],
  ])('%s changes nothing', async (_what, damage) => {
    await make();
    await damage();
    const before = await digests(empty);
    const remedy = expect.stringContaining('Nothing was changed in the database.');
    await expect(putBack()).rejects.toMatchObject({ exit: 'input', remedy });
    expect(await digests(empty)).toEqual(before);
  });
});

describe('after a restore', () => {
  it('no session is open that was ended since, and tokens that hold are told', async () => {
    const { db } = empty;
    await createFirstUser(db, clock());
    const { id, name, role } = (await findUserByName(db, 'admin')) ?? expect.fail('no account');
    const { token } = await openSession(db, { id, name, role }, { address: null, userAgent: null }, clock());
    const wanted = { name: 'script', scopes: ['alerts:read' as const], days: 30 };
    const made = await makeToken(db, wanted, { id, name, role }, clock());
    const stolen = made.kind === 'done' ? made.token : expect.fail(made.detail);
    const env = { DATABASE_URL: empty.databaseUrl, PRECURSOR_DATA: folder };
    expect((await runCli(['backup', file], env)).exit).toBe('ok');
    await signOut(db, token);
    await endToken(db, stolen.id, { id, name, role }, false, clock());
    const restored = await runCli(['restore', file, '--force'], env);
    expect(restored.exit).toBe('ok');
    expect(await resumeSession(db, token, clock())).toBeNull();
    expect(restored.remarks).toMatch(/1 token .*holds.*revoke/i);
  });
});

describe('the commands', () => {
  it('back up, do not overwrite, and restore', async () => {
    const from = { DATABASE_URL: (place as TestWorkplace).databaseUrl, PRECURSOR_DATA: folder };
    // Its copies lie elsewhere, and are missing here: the folder is another all the same.
    await makeFolderId(join(folder, 'captures'));
    const to = { DATABASE_URL: empty.databaseUrl, PRECURSOR_DATA: join(folder, 'other') };
    const made = await runCli(['backup', file, '--json'], from);
    // A timer looks at the code and mails what stands there; the backup is made all the same.
    expect(made.exit).toBe('incomplete');
    expect(made.remarks).toMatch(
      /^\d+ copies of pages are named in the database and not on the disk: .* See: doctor\.\n$/,
    );
    const over = await runCli(['backup', folder, '--force'], from);
    expect(over).toMatchObject({ exit: 'usage', error: expect.stringContaining('is a folder') });
    const again = await runCli(['backup', file], from);
    expect(again).toMatchObject({ exit: 'usage', error: expect.stringContaining('--force') });
    const restored = await runCli(['restore', file], to, { terminal: true });
    expect(restored.output).toMatch(/^Restored \d+ rows/);
    expect(restored.remarks).toContain('listings: ');
    expect((await runCli(['restore', file], to)).exit).toBe('usage');
    // Of a file that is not there nobody is sent to empty a database first.
    const missing = await runCli(['restore', join(folder, 'none.tar')], to);
    expect(missing).toMatchObject({ exit: 'input', error: expect.stringContaining('There is no file') });
    expect(await digests(empty)).toEqual(await digests(place.database));
  });
});
