/** Live updates: told whichever process made the change, in batches, to those who may see them, as long as they may. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { listen } from '../src/api/listen.ts';
import { LIVE_MOST, type LiveUpdate, liveUpdate } from '../src/model/live-api.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';
import { until } from './support/until.ts';

type Tab = {
  readonly response: Response;
  readonly updates: LiveUpdate[];
  /** How many signs of life came. */
  readonly life: { beats: number };
  /** Set when the stream has ended. */
  readonly state: { ended: boolean };
  close(): void;
};

async function openTab(server: TestServer, url: string, cookie: string): Promise<Tab> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, { headers: { cookie }, signal: stop.signal });
  const updates: LiveUpdate[] = [];
  const state = { ended: false };
  const life = { beats: 0 };
  const read = async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        if (message.startsWith('event: beat\n')) life.beats += 1;
        const data = /^event: changes\ndata: (.*)$/.exec(message)?.[1];
        if (data !== undefined) updates.push(liveUpdate.parse(JSON.parse(data)));
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      state.ended = true;
    });
  expect(server.server.server.listening).toBe(true);
  return { response, updates, life, state, close: () => stop.abort() };
}

const CONFIRM = { outcome: 'confirmed', reason: 'offers-listed-substance', note: null, revision: 1 };

describe('live updates', () => {
  it('tell which alerts are new, changed or held by another, to every open tab', async () => {
    await using server = await openTestServer({ live: true });
    const url = await listen(server.server, '127.0.0.1', 0);
    const cookie = await server.signIn('analyst');
    const tabs = [
      await openTab(server, url, cookie),
      await openTab(server, url, await server.signIn('viewer')),
    ];
    for (const { response } of tabs) {
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const [first = 0, second = 0] = await seedAlerts(server.db, [{}, {}]);
    const heard = (tab: Tab, kind: 'alerts' | 'claims') =>
      new Set(tab.updates.flatMap((update) => update[kind]));
    for (const tab of tabs) await until('the stream', () => heard(tab, 'alerts').size === 2);
    for (const tab of tabs) tab.updates.length = 0;
    await server.post(`/api/v1/alerts/${first}/claim`, {}, cookie);
    await server.post(`/api/v1/alerts/${second}/decisions`, CONFIRM, cookie);
    for (const tab of tabs) {
      await until('the stream', () => heard(tab, 'claims').has(first) && heard(tab, 'alerts').has(second));
      expect(heard(tab, 'alerts')).toEqual(new Set([second]));
      expect(JSON.stringify(tab.updates)).not.toContain('confirmed');
      tab.close();
    }
  });

  it('say that all has changed when very much has, and when the database was away', async () => {
    await using server = await openTestServer({ live: true });
    const url = await listen(server.server, '127.0.0.1', 0);
    const tab = await openTab(server, url, await server.signIn('analyst'));
    const ids = await seedAlerts(
      server.db,
      Array.from({ length: LIVE_MOST + 1 }, () => ({})),
    );
    await until('the stream', () => tab.updates.some(({ alerts }) => alerts.includes(ids.at(-1) ?? 0)));
    tab.updates.length = 0;
    await server.db.updateTable('alerts').set({ severity: 'low' }).execute();
    await until('the stream', () => tab.updates.length > 0);
    expect(tab.updates).toEqual([{ alerts: [], claims: [], all: true }]);
    tab.updates.length = 0;
    await server.db.executeQuery(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'listen %'`.compile(server.db),
    );
    await until('the stream', () => tab.updates.length > 0);
    expect(tab.updates).toEqual([{ alerts: [], claims: [], all: true }]);
    tab.updates.length = 0;
    // Then it is heard again.
    await until('the stream', async () => {
      await server.db
        .updateTable('alerts')
        .set({ severity: 'high' })
        .where('id', '=', ids[0] ?? 0)
        .execute();
      await server.db
        .updateTable('alerts')
        .set({ severity: 'low' })
        .where('id', '=', ids[0] ?? 0)
        .execute();
      return tab.updates.some(({ alerts }) => alerts.includes(ids[0] ?? 0));
    });
    tab.close();
  });

  it('give signs of life, and end when the session does', async () => {
    await using server = await openTestServer({ live: true, liveBeatMs: 20 });
    const url = await listen(server.server, '127.0.0.1', 0);
    const cookie = await server.signIn('analyst');
    const tab = await openTab(server, url, cookie);
    await until('signs of life', () => tab.life.beats > 1);
    await server.server.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } });
    await until('the stream', () => tab.state.ended);
  });

  it('are no use of the session, which ends when nothing else asks', async () => {
    await using server = await openTestServer({ live: true, liveBeatMs: 20 });
    const url = await listen(server.server, '127.0.0.1', 0);
    const tab = await openTab(server, url, await server.signIn('analyst'));
    for (const hours of [11, 1.5]) {
      server.time.now = new Date(server.time.now.getTime() + hours * 3_600_000);
      const { beats } = tab.life;
      await until('signs of life, or the end', () => tab.life.beats > beats + 2 || tab.state.ended);
    }
    await until('the stream', () => tab.state.ended);
  });

  it('end with the server, which does not wait for tabs', async () => {
    const server = await openTestServer({ live: true });
    const url = await listen(server.server, '127.0.0.1', 0);
    const tab = await openTab(server, url, await server.signIn('analyst'));
    await server[Symbol.asyncDispose]();
    await until('the stream', () => tab.state.ended);
  });

  it('are for so many tabs of one account', async () => {
    await using server = await openTestServer({ live: true });
    const url = await listen(server.server, '127.0.0.1', 0);
    const cookie = await server.signIn('analyst');
    const tabs: Tab[] = [];
    for (let count = 0; count < 21; count += 1) tabs.push(await openTab(server, url, cookie));
    expect(tabs.map(({ response }) => response.status)).toEqual([
      ...Array.from({ length: 20 }, () => 200),
      429,
    ]);
    tabs[0]?.close();
    await until('the stream', async () => {
      const tab = await openTab(server, url, cookie);
      tab.close();
      return tab.response.status === 200;
    });
    for (const tab of tabs) tab.close();
  });

  it('are not held for tabs that were closed before their stream began', async () => {
    await using server = await openTestServer({ live: true });
    const url = new URL(await listen(server.server, '127.0.0.1', 0));
    const cookie = await server.signIn('analyst');
    const head = `GET /api/v1/events HTTP/1.1\r\nhost: ${url.host}\r\ncookie: ${cookie}\r\n\r\n`;
    for (let count = 0; count < 30; count += 1) {
      const socket = connect(Number(url.port), '127.0.0.1');
      const closed = once(socket, 'close');
      socket.write(head, () => socket.destroy());
      await closed;
    }
    await until('a tab', async () => {
      const tab = await openTab(server, url.origin, cookie);
      tab.close();
      return tab.response.status === 200;
    });
  });

  it('are refused where nobody hears of changes, so that consoles poll', async () => {
    await using server = await openTestServer();
    const answer = await server.get('/api/v1/events', await server.signIn('analyst'));
    expect(answer.status).toBe(503);
  });
});
