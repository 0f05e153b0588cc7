/** Requests and responses about names that were found beside confirmed hits. */
import { z } from 'zod';
import { discovery } from './discovery.ts';

export const DISCOVERY_PATHS = {
  discoveries: '/api/v1/discoveries',
  decision: '/api/v1/discoveries/:id/decision',
} as const;

/** CAS numbers first, then by score. */
export const discoveryList = z.strictObject({ items: z.array(discovery) });
