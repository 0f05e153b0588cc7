/** What the audit trail records: the closed list of actions, and one entry of it. */
import { z } from 'zod';
import { ALERT_ACTIONS } from './alert.ts';

const ofAlert = ALERT_ACTIONS.map((action) => `alert.${action}` as const);

export const AUDIT_ACTIONS = [
  ...ofAlert,
  'bulk.apply',
  'bulk.undo',
  'claim.hand-over',
  'claim.take-over',
  'contacts.reveal',
  'export.make',
  'suppression.create',
  'suppression.end',
  'sampling.change',
  'gold.add',
  'gold.remove',
  'second-look.answer',
  'second-look.skip',
  'second-look.resolve',
  'exception.draft',
  'exception.drop',
  'offer.merge',
  'offer.unmerge',
  'seller-link.change',
  'session.open',
  'session.lock',
  'session.revoke',
  'user.create',
  'user.change',
  'user.password',
  'user.second-factor',
  'second-factors.rekey',
  'token.create',
  'token.revoke',
  'job.replay',
  'job.drop',
  'sites.apply',
  'notifier.replay',
  'notifier.drop',
  'site.hold',
  'site.release',
  'site.run',
  'crawl.stop',
  'crawl.resume',
  'domain.release',
  'opt-out.add',
  'opt-out.remove',
  'practice.purge',
  'watchlist.apply',
  'discovery.accept',
  'discovery.drop',
  'retention.erase',
  'retention.hold',
  'retention.release',
  'rescreen.begin',
  'rescreen.pause',
  'rescreen.resume',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What is hashed. `subject` names one thing, such as "alert:17"; `detail` never holds personal data of a listing. */
export const auditEntry = z.strictObject({
  at: z.iso.datetime(),
  /** Name of the account; "system" for what no person did. */
  actor: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditRow = z.strictObject({
  number: z.int(),
  ...auditEntry.shape,
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

/** What a check of the whole chain found. `head` is worth noting down elsewhere: it proves that nothing was cut off. */
export const auditVerification = z.strictObject({
  ok: z.boolean(),
  entries: z.int(),
  head: z.string().nullable(),
  /** The first entry that does not fit, and why; null when all fit. */
  broken: z.strictObject({ number: z.int(), problem: z.string() }).nullable(),
});
export type AuditVerification = z.infer<typeof auditVerification>;

export const AUDIT_PATHS = { audit: '/api/v1/audit', verification: '/api/v1/audit/verification' } as const;

export const auditQuery = z.strictObject({
  action: z.enum(AUDIT_ACTIONS).optional(),
  actor: z.string().max(100).optional(),
  subject: z.string().max(100).optional(),
  /** Only those before this number: where the page before ended. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** The latest first; `next` is the value of `before` for the following page. */
export const auditPage = z.strictObject({ items: z.array(auditRow), next: z.int().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
