/** Opens the bundled PostgreSQL of the folder given, says so on standard output, and closes it when its input ends. */
import { once } from 'node:events';
import { createLog } from '../../src/log.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';

const server = await openBundledPostgres(process.argv[2] ?? '', createLog('silent'));
process.stdout.write(`${JSON.stringify({ pid: server.pid, databaseUrl: server.databaseUrl })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await server[Symbol.asyncDispose]();
