/** Requests for files and reports: what is in them, how they are marked, whether contacts are shown. */
import { z } from 'zod';
import { alertFilters, LIST_STATES } from './api.ts';

export const EXPORT_PATHS = { exports: '/api/v1/exports' } as const;

export const EXPORT_FORMATS = ['csv', 'jsonl', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Alerts in one file at most: a report is for reading, the others for programs. */
export const EXPORT_MOST = { csv: 20_000, jsonl: 20_000, pdf: 50 } as const satisfies Record<
  ExportFormat,
  number
>;

/** The labels of TLP 2.0 (FIRST, August 2022), the narrowest first. */
export const MARKINGS = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const;
export type Marking = (typeof MARKINGS)[number];

const exportTarget = z.union([
  z.strictObject({ alerts: z.array(z.int().positive()).min(1).max(5000) }),
  z.strictObject({ seller: z.int().positive() }),
  z.strictObject({ state: z.enum(LIST_STATES).default('open'), filters: alertFilters }),
]);
export type ExportTarget = z.infer<typeof exportTarget>;

export const exportRequest = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  target: exportTarget,
  marking: z.enum(MARKINGS),
  /** `revealed` needs the permission `contacts:reveal` and a reason. */
  contacts: z.enum(['masked', 'revealed']).default('masked'),
  reason: z.string().trim().max(1000).nullable().default(null),
});
export type ExportRequest = z.infer<typeof exportRequest>;
