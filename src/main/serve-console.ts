/** The console's server: built, listening, with a first account when there is none. */
import { join } from 'node:path';
import { loadReviewRules } from '../../config/load-review.ts';
import { buildServer } from '../api/build-server.ts';
import { listen } from '../api/listen.ts';
import type { QueueControl } from '../api/queue-control.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import type { Workplace } from '../pipeline/open-tools.ts';
import { createFirstUser } from '../review/accounts.ts';
import { openIdentityProvider } from '../review/identity-provider.ts';
import { openChangeFeed } from '../store/desk/change-feed.ts';
import { applyServiceLevels } from '../store/desk/service-levels.ts';
import { checkHealth } from './check-health.ts';
import { encryptFactors } from './encrypt-factors.ts';

export type Served = {
  readonly url: string;
  /** The first account with its password, which is shown this once; null when accounts exist. */
  readonly firstUser: { readonly name: string; readonly password: string } | null;
};

export async function serveConsole(
  open: AsyncDisposableStack,
  workplace: Workplace,
  around: Surroundings,
  queues: QueueControl,
): Promise<Served> {
  const { db, pool } = workplace.database;
  const settings = around.settings();
  const rules = await loadReviewRules(join(around.root, 'config/review.yaml'));
  await applyServiceLevels(db, rules.service);
  await encryptFactors(db, settings.factorKeyFile, around);
  const changes = open.use(await openChangeFeed(pool, around.log));
  const server = await buildServer({
    db,
    rules,
    changes,
    queues,
    identity: rules.identity === null ? null : await openIdentityProvider(rules.identity),
    captures: workplace.tools.captures,
    clock: around.clock,
    log: around.log,
    secureCookies: settings.secureCookies,
    proxies: settings.proxies,
    factorKeyFile: settings.factorKeyFile,
    consoleFolder: join(around.root, 'dist/console'),
    health: checkHealth(pool, queues),
  });
  open.defer(() => server.close());
  const url = await listen(server, settings.host, settings.port);
  return { url, firstUser: await createFirstUser(db, around.clock()) };
}
