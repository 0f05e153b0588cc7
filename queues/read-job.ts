/** Takes a job's data at the door of its queue: of the right version and form, or with the reason why not. */
import { z } from 'zod';
import type { ParkCause } from '../src/model/schedule.ts';
import { JOB_CONTRACTS, type QueueName } from './job-contracts.ts';

export type JobFault = { readonly cause: ParkCause; readonly problem: string };

const anyVersion = z.looseObject({ version: z.int() });

/** `payload` is that of the contract, given for its type. */
export function readJob<Order>(
  name: QueueName,
  payload: z.ZodType<Order>,
  data: unknown,
): { readonly order: Order } | JobFault {
  const { version: ours } = JOB_CONTRACTS[name];
  const known = anyVersion.safeParse(data);
  if (!known.success || known.data.version !== ours) {
    const theirs = known.success ? `version ${known.data.version}` : 'no version';
    return {
      cause: 'version',
      problem: `it has ${theirs} of the contract of the queue ${name}; this program reads version ${ours}`,
    };
  }
  const { version, ...rest } = known.data;
  const read = payload.safeParse(rest);
  if (read.success) return { order: read.data };
  const why = z.prettifyError(read.error).slice(0, 1000);
  return { cause: 'payload', problem: `it breaks the contract of the queue ${name}: ${why}` };
}
