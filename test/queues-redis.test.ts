/** Redis servers that are refused, what the operator is told, and closing when the server has gone away. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { openQueues } from '../queues/open-queues.ts';
import { createLog } from '../src/log.ts';
import { OperatorError } from '../src/model/errors.ts';
import { startRedis } from './support/start-redis.ts';

const silent = createLog('silent');
const stack: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of stack.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

const unusedPool = {
  connect: () => Promise.reject(new Error('PostgreSQL is not needed here')),
  options: {},
};

async function refusal(redisUrl: string): Promise<OperatorError> {
  const opened = await openQueues({ redisUrl, pool: unusedPool, log: silent }).catch(
    (error: unknown) => error,
  );
  if (opened instanceof OperatorError) return opened;
  throw new Error(`not refused as it should be: ${String(opened)}`);
}

/** A server that answers INFO as a Redis of that version would, and OK to everything else. */
async function fakeRedis(version: string): Promise<string> {
  const info = `redis_version:${version}\r\nloading:0\r\n`;
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      for (const command of data.toString().match(/\*\d+\r\n\$\d+\r\n\w+/g) ?? []) {
        const isInfo = /info$/i.test(command);
        socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.push({
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `redis://127.0.0.1:${address.port}` : '';
}

it('leaves strings as quick as they were, though its client extends them', async () => {
  const redis = await startRedis();
  stack.push(redis);
  // In a process of its own: here, what other tests did with strings would decide it.
  const program = fileURLToPath(new URL('./support/ask-string-form.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, redis.url]);
  expect(JSON.parse(stdout)).toEqual([false, true]);
});

it('says that a server is down, without the password', async () => {
  const redis = await startRedis();
  stack.push(redis);
  await redis.kill();
  const error = await refusal(redis.url.replace('//', '//keeper:topsecret@'));
  expect(error.exit).toBe('unavailable');
  expect(error.message).toContain(redis.url.replace('redis://', ''));
  expect(error.message).toContain('ECONNREFUSED');
  expect(`${error.message} ${error.remedy}`).not.toMatch(/topsecret|keeper/);
  expect(error.message).not.toContain('\n');
});

it('says that the password is wrong, without naming it', async () => {
  const redis = await startRedis({ requirepass: 'right' });
  stack.push(redis);
  for (const url of [redis.url, redis.url.replace('//', '//:topsecret@')]) {
    const error = await refusal(url);
    expect(error.exit).toBe('unavailable');
    expect(error.message).toMatch(/NOAUTH|WRONGPASS/);
    expect(error.message).not.toContain('topsecret');
  }
});

it.each(['5.0.14', '6.0.20', '6.1.9'])('refuses version %s', async (version) => {
  const error = await refusal(await fakeRedis(version));
  expect(error.exit).toBe('unavailable');
  expect(error.message).toContain(`version ${version}`);
  expect(error.remedy).toContain('6.2');
});

it.each(['not a url', 'http://127.0.0.1:1', 'redis://'])('refuses %s as an address', async (url) => {
  const error = await refusal(url);
  expect(error.exit).toBe('config');
  expect(error.message).toContain('REDIS_URL');
});

it('refuses a server that may evict jobs', async () => {
  const redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru', maxmemory: '100mb' });
  stack.push(redis);
  const error = await refusal(redis.url);
  expect(error.exit).toBe('unavailable');
  expect(error.message).toContain('allkeys-lru');
  expect(error.remedy).toContain('noeviction');
});

it('only warns of an eviction policy that cannot act, since no memory limit is set', async () => {
  const redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru' });
  stack.push(redis);
  const lines: string[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  const log = pino({ level: 'warn' }, sink);
  const queues = await openQueues({ redisUrl: redis.url, pool: unusedPool, log });
  stack.push(queues);
  expect(lines.join('')).toContain('noeviction');
});

it.each(['worker first', 'redis first'])(
  'closes all and lets the process end when Redis went away: %s',
  async (order) => {
    const script = new URL('support/close-without-redis.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, order], { stdio: ['ignore', 'inherit', 'inherit'] });
    stack.push({
      [Symbol.asyncDispose]: () => {
        child.kill('SIGKILL');
        return Promise.resolve();
      },
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);
