/** Looks at Redis: version, eviction, memory, whether it keeps its data, and its clock. */
import { type Check, clockCheck, fault, fine, warning } from '../src/model/check.ts';
import { isRecentEnough, MINIMUM_VERSION, redisFacts } from './connect-redis.ts';

const FULL = { warning: 0.75, fault: 0.95 } as const;

/** @throws OperatorError 'unavailable' or 'config' when it cannot be asked */
export async function checkRedis(url: string, clock: () => Date): Promise<Check[]> {
  const facts = await redisFacts(url);
  const of = (name: string) => facts.get(name) ?? '';
  const version = of('redis_version');
  return [
    isRecentEnough(version)
      ? fine('Redis', `version ${version}`)
      : fault('Redis', `version ${version}`, `Upgrade it to ${MINIMUM_VERSION.join('.')} or newer.`),
    evictionCheck(of('maxmemory_policy'), Number(of('maxmemory'))),
    memoryCheck(Number(of('used_memory')), Number(of('maxmemory'))),
    of('aof_enabled') === '1'
      ? fine('Redis persistence', 'append-only file')
      : warning(
          'Redis persistence',
          'no append-only file: a restart loses the queues, which are then made again from PostgreSQL',
          'Set "appendonly yes".',
        ),
    clockCheck('clock of Redis', Number(of('server_time_ms')) - clock().getTime()),
  ];
}

function evictionCheck(policy: string, maxmemory: number): Check {
  const finding = `maxmemory-policy ${policy}`;
  if (policy === 'noeviction') return fine('Redis eviction', finding);
  const fix = 'Set "maxmemory-policy noeviction": Redis would otherwise drop jobs.';
  return maxmemory > 0 ? fault('Redis eviction', finding, fix) : warning('Redis eviction', finding, fix);
}

function memoryCheck(used: number, most: number): Check {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  if (!(most > 0)) return fine('Redis memory', `${mb(used)} in use, no limit`);
  const finding = `${mb(used)} of ${mb(most)} in use`;
  const fix = 'Raise maxmemory, or read the queue "review" faster.';
  if (used > most * FULL.fault) return fault('Redis memory', finding, fix);
  return used > most * FULL.warning ? warning('Redis memory', finding, fix) : fine('Redis memory', finding);
}
