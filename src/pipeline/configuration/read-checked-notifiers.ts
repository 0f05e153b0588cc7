/** Reads the file of notifiers and everything that can be wrong with it alone: its form, and addresses that nothing is sent to. */
import { type NotifiersReading, readNotifiers } from '../../../config/load-notifiers.ts';
import type { Notifying } from '../../../config/notifiers-file.ts';
import { toError } from '../../../config/read-yaml.ts';
import type { ConfigProblem } from '../../model/config-problem.ts';
import { refuseUrl } from '../../net/address-guard.ts';

/** Addresses that the guard would refuse in every attempt; a name is looked up only when something is sent. */
function addressProblems({ notifying, yaml }: NotifiersReading): ConfigProblem[] {
  return notifying.notifiers.flatMap((notifier, index) => {
    if (yaml === null || notifier.kind !== 'webhook') return [];
    const url = new URL(notifier.url);
    const problem = refuseUrl(url, { allowedOrigins: new Set(), ports: [Number(url.port)] });
    if (problem === null) return [];
    const field = ['notifiers', index, 'url'];
    const remedy = 'Messages go to public addresses only: name one, or use mail.';
    return [{ file: yaml.path, line: yaml.lineOf(field), field: field.join('.'), problem, remedy }];
  });
}

/** As `readNotifiers`, with what the guard of addresses refuses. */
export async function readCheckedNotifiers(
  path: string,
  sites: ReadonlySet<string> | null = null,
): Promise<NotifiersReading> {
  const reading = await readNotifiers(path, sites);
  return { ...reading, problems: [...reading.problems, ...addressProblems(reading)] };
}

/** @throws OperatorError 'config' naming file, line and field */
export async function loadCheckedNotifiers(path: string): Promise<Notifying> {
  const { notifying, problems } = await readCheckedNotifiers(path);
  if (problems.length > 0) throw toError(problems, '`notifiers check`');
  return notifying;
}
