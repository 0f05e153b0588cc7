/** What a crawl leaves in the log, at its most talkative: of which run each line is, and nothing of anybody's contacts. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { runSite } from '../src/pipeline/run-site.ts';
import { applySites } from '../src/store/crawling/sites.ts';
import { openTestWorkplace, type TestWorkplace } from './support/open-test-workplace.ts';
import { sampleSite } from './support/store-samples.ts';

let place: TestWorkplace;
beforeAll(async () => {
  place = await openTestWorkplace({ shops: 5, listings: 12 });
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
});

type Line = { readonly msg: string; readonly site?: string; readonly run?: number };

describe('the log of a crawl', () => {
  it('names site and run, and no contact that the crawl read', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(line, _encoding, done) {
        lines.push(String(line));
        done();
      },
    });
    const tools = { ...place.tools, log: pino({ level: 'trace' }, sink) };
    const ids = await place.database.db.selectFrom('sites').select('id').orderBy('id').execute();
    const runs: [string, number][] = [];
    for (const { id } of ids) {
      const order = {
        site: id,
        run: null,
        trigger: 'command',
        signal: new AbortController().signal,
      } as const;
      runs.push([id, (await runSite(tools, order)).run]);
    }
    const read = lines.map((line) => JSON.parse(line) as Line);
    const told = read.filter(({ msg }) => msg === 'run ended').map(({ site, run }) => [site, run]);
    expect(told).toEqual(runs);
    for (const line of lines) expect(line.match(/"(?:site|run)":/g)?.length ?? 0).toBeLessThanOrEqual(2);
    const stored = await place.database.db.selectFrom('listings').select('content').execute();
    const contacts = stored.flatMap(({ content }) =>
      content.contacts.flatMap(({ raw, value }) => [raw, value]),
    );
    expect(contacts.length).toBeGreaterThan(20);
    const text = lines.join('');
    expect(contacts.filter((contact) => text.includes(contact))).toEqual([]);
    expect(text).not.toMatch(/[\w.+-]+@[\w-]+\.\w/);
  });
});

describe('the end of a run in the log', () => {
  it('is a warning with the cause when nothing was read', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    await applySites(place.database.db, [sampleSite('mine')], 'file', new Date());
    const order = {
      site: 'mine',
      run: null,
      trigger: 'command',
      signal: new AbortController().signal,
    } as const;
    const { problem } = await runSite({ ...place.tools, log }, order);
    const ended = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'run ended');
    expect(ended).toMatchObject({ level: 40, status: 'failed', problem });
    expect(problem).toContain('contact address');
  });
});

describe('an error in the log', () => {
  it('is told without the row that PostgreSQL refused', async () => {
    const lines: string[] = [];
    const sink = { write: (line: string) => void lines.push(line) };
    const refused = place.database.db
      .insertInto('sellers')
      .values({ site_id: 'shop-1', key: null, name: 'call 138 1234 5678', url: null, country: null } as never)
      .execute();
    const error = await refused.then(
      () => expect.fail('it was taken'),
      (reason: unknown) => reason,
    );
    createLog('info', sink).error({ err: error }, 'it failed');
    createLog('info', sink).error({ err: new Error('outer', { cause: error }) }, 'it failed');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toContain('1234 5678');
    expect(lines[0]).toContain('violates');
  });
});
