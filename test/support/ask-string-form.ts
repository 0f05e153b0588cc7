/** Prints whether V8 keeps strings in their quick form, once a class extends them and after the queues on the Redis at the address given were opened. */
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { openQueues } from '../../queues/open-queues.ts';
import { createLog } from '../../src/log.ts';

/** V8's own answer, which it gives only to who asks for it by a flag. */
setFlagsFromString('--allow-natives-syntax');
const stringsAreQuick = () => runInThisContext('%HasFastProperties(String.prototype)') === true;

const [redisUrl = ''] = process.argv.slice(2);
const pool = { connect: () => Promise.reject(new Error('PostgreSQL is not needed here')), options: {} };
const slowed: object = class extends String {};
const before = slowed !== null && stringsAreQuick();
await using _queues = await openQueues({ redisUrl, pool, log: createLog('silent') });
console.log(JSON.stringify([before, stringsAreQuick()]));
