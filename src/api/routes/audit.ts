/** The audit log, for those who may read all: its entries, and whether the chain holds. */
import { AUDIT_PATHS, auditPage, auditQuery, auditVerification } from '../../model/audit.ts';
import { subjectsOf } from '../../review/sealed.ts';
import { listAudit, verifyAudit } from '../../store/accounts/audit-log.ts';
import { sealedFrom } from '../../store/desk/sealed-alerts.ts';
import type { Db } from '../../store/open-database.ts';
import { problemResponses } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['audit'];
const permission = 'audit:read' as const;
/** Checking reads the whole log. */
const CHECKS_PER_MINUTE = 6;

export function auditRoutes(server: ZodServer, db: Db): void {
  server.get(
    AUDIT_PATHS.audit,
    {
      config: { permission },
      schema: {
        tags,
        operationId: 'listAudit',
        summary: 'What was done and looked at, the latest first',
        querystring: auditQuery,
        response: { 200: auditPage, ...problemResponses('bad-request', 'signed-out', 'not-permitted') },
      },
    },
    async (request) =>
      await listAudit(db, request.query, subjectsOf(await sealedFrom(db, signedIn(request).id))),
  );
  server.get(
    AUDIT_PATHS.verification,
    {
      config: { permission, rateLimit: { max: CHECKS_PER_MINUTE, timeWindow: 60_000 } },
      schema: {
        tags,
        operationId: 'verifyAudit',
        summary: 'Compute the whole chain of hashes anew',
        response: { 200: auditVerification, ...problemResponses('signed-out', 'not-permitted', 'too-many') },
      },
    },
    async () => await verifyAudit(db),
  );
}
