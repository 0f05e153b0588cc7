/** The HTTP server: what holds for every request first, then one file per route. Nothing listens yet. */
import type { CaptureStore } from '../evidence/capture-store.ts';
import type { Log } from '../log.ts';
import type { ReviewRules } from '../model/review-rules.ts';
import type { IdentityProvider } from '../review/identity-provider.ts';
import { createSignInGuard } from '../review/sign-in-guard.ts';
import { createWaker } from '../review/wake-alerts.ts';
import type { ChangeFeed } from '../store/desk/change-feed.ts';
import type { Db } from '../store/open-database.ts';
import { answerBadUrl, answerErrors } from './answer-errors.ts';
import { createAskPassword } from './ask-password.ts';
import { answerOnce } from './idempotency.ts';
import { limitAddresses, type RATE_LIMITS } from './limit-rates.ts';
import type { QueueControl } from './queue-control.ts';
import { refuseCrossSite } from './refuse-cross-site.ts';
import { requireSession } from './require-session.ts';
import { alarmsRoute } from './routes/alarms.ts';
import { alertDetailRoute } from './routes/alert-detail.ts';
import { alertFacetsRoute } from './routes/alert-facets.ts';
import { alertListRoute } from './routes/alert-list.ts';
import { auditRoutes } from './routes/audit.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { captureRoute } from './routes/capture.ts';
import { claimRoutes } from './routes/claim.ts';
import { claimListRoute, claimNextRoute } from './routes/claims.ts';
import { consoleRoutes } from './routes/console.ts';
import { decisionFeedRoute } from './routes/decision-feed.ts';
import { decisionRoute } from './routes/decisions.ts';
import { discoveryRoutes } from './routes/discoveries.ts';
import { eventsRoute } from './routes/events.ts';
import { exceptionRoutes } from './routes/exceptions.ts';
import { exportRoute } from './routes/exports.ts';
import { figuresRoute } from './routes/figures.ts';
import { goldRoutes, samplingRoutes } from './routes/gold.ts';
import { type HealthChecks, healthRoutes } from './routes/health.ts';
import { jobRoutes } from './routes/jobs.ts';
import { metricsRoute } from './routes/metrics.ts';
import { offerRoutes } from './routes/offers.ts';
import { describeRoutes, openapiRoute } from './routes/openapi.ts';
import { noteRoutes } from './routes/order-with-note.ts';
import { overviewRoute } from './routes/overview.ts';
import { ownAccountRoutes } from './routes/own-account.ts';
import { policiesRoute } from './routes/policies.ts';
import { queueBoardRoutes } from './routes/queue-board.ts';
import { revealRoute } from './routes/reveal.ts';
import { runRoutes } from './routes/runs.ts';
import { screenshotRoute } from './routes/screenshot.ts';
import { secondLookRoutes } from './routes/second-looks.ts';
import { sessionRoutes } from './routes/session.ts';
import { sessionListRoutes, tokenRoutes } from './routes/sessions.ts';
import { elsewhereRoutes } from './routes/sign-in-elsewhere.ts';
import { siteTurnRoutes } from './routes/site-turns.ts';
import { siteRoutes } from './routes/sites.ts';
import { snoozeRoute } from './routes/snooze.ts';
import { suppressionRoutes } from './routes/suppressions.ts';
import { termRoutes } from './routes/terms.ts';
import { undoRoutes } from './routes/undo.ts';
import { userListRoutes, userRoutes } from './routes/users.ts';
import { viewRoutes } from './routes/views.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { createZodServer, type ZodServer } from './zod-server.ts';

export type ServerOptions = {
  readonly db: Db;
  readonly clock: () => Date;
  readonly log: Log;
  /** Sends the session cookie over HTTPS only, and tells browsers to stay on HTTPS. */
  readonly secureCookies: boolean;
  /** Addresses and networks of proxies: they alone are believed when they say who asks. */
  readonly proxies: readonly string[];
  /** Where the key is, or is made, that second factors are encrypted with. */
  readonly factorKeyFile: string;
  /** The built console; null serves the interface alone. */
  readonly consoleFolder: string | null;
  readonly rules: ReviewRules;
  /** null: accounts are local only. */
  readonly identity: IdentityProvider | null;
  /** null: consoles of this process poll. */
  readonly changes: ChangeFeed | null;
  /** null: this process reaches no queue. */
  readonly queues: QueueControl | null;
  /** Where stored pages are read from. */
  readonly captures: Pick<CaptureStore, 'get'>;
  readonly health: HealthChecks;
  /** Left out: those of the program. */
  readonly rateLimits?: { readonly [Name in keyof typeof RATE_LIMITS]: number };
  /** How often streams of live updates give a sign of life; left out: as the program does. */
  readonly liveBeatMs?: number;
};

/** @throws OperatorError 'config' when `consoleFolder` holds no built console. */
export async function buildServer(options: ServerOptions): Promise<ZodServer> {
  const { db, clock, secureCookies, rules } = options;
  const server = createZodServer(options.log, options.proxies, answerBadUrl);
  answerErrors(server);
  await addSecurityHeaders(server, secureCookies);
  const limitAccounts = await limitAddresses(server, options.rateLimits);
  refuseCrossSite(server);
  const recheck = await requireSession(server, db, clock);
  server.addHook('onRequest', limitAccounts);
  answerOnce(server, db, clock);
  await describeRoutes(server);

  healthRoutes(server, options.health);
  metricsRoute(server, { db, queues: options.queues, clock, log: options.log });
  openapiRoute(server);
  const { factorKeyFile } = options;
  sessionRoutes(server, { db, clock, secureCookies, factorKeyFile, guard: createSignInGuard() });
  elsewhereRoutes(server, { db, clock, secureCookies, identity: options.identity });
  const whoKnows = createAskPassword(db, clock);
  ownAccountRoutes(server, { db, clock, factorKeyFile, whoKnows });
  sessionListRoutes(server, db, clock);
  tokenRoutes(server, { db, clock, whoKnows });
  userListRoutes(server, db);
  userRoutes(server, db, clock);
  auditRoutes(server, db);
  exceptionRoutes(server, db, clock);
  figuresRoute(server, db, clock);
  operatorRoutes(server, options);
  eventsRoute(server, options.changes, recheck, options.liveBeatMs);
  revealRoute(server, db, clock);
  captureRoute(server, db, options.captures, clock);
  screenshotRoute(server, db, options.captures, clock);
  const wake = createWaker(db, clock);
  alertListRoute(server, db, clock, wake);
  alertFacetsRoute(server, db, clock);
  alertDetailRoute(server, db, clock);
  const orders = { db, clock, rules };
  decisionRoute(server, orders);
  noteRoutes(server, orders);
  snoozeRoute(server, orders);
  claimRoutes(server, db, clock);
  claimNextRoute(server, db, clock, wake);
  claimListRoute(server, db, clock);
  policiesRoute(server, rules.policies);
  bulkRoutes(server, orders);
  undoRoutes(server, db, clock);
  exportRoute(server, orders);
  decisionFeedRoute(server, orders);
  suppressionRoutes(server, db, clock);
  offerRoutes(server, db, clock);
  viewRoutes(server, db, clock);
  secondLookRoutes(server, db, clock);
  goldRoutes(server, db, clock);
  samplingRoutes(server, db, clock);
  overviewRoute(server, db, wake);
  await queueBoardRoutes(server, options.queues);
  await consoleRoutes(server, options.consoleFolder);
  await server.ready();
  return server;
}

/** What operators look at and order. */
function operatorRoutes(server: ZodServer, options: ServerOptions): void {
  const { db, clock } = options;
  runRoutes(server, db);
  alarmsRoute(server, db);
  discoveryRoutes(server, db, clock);
  siteRoutes(server, db);
  siteTurnRoutes(server, options);
  jobRoutes(server, options);
  termRoutes(server, db, clock);
}
