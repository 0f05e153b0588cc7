/** The checks of `doctor` at every start: what is not as it should be stands in the log. */
import { examine } from '../cli/doctor.ts';
import type { Surroundings } from '../cli/surroundings.ts';
import type { Workplace } from '../pipeline/open-tools.ts';
import { FACTOR_CHECK } from '../review/factor-secrets.ts';

/** With what to do; `doctor` prints all of it. `console` is whether people sign in on this process. */
export async function logChecks(workplace: Workplace, around: Surroundings, console: boolean): Promise<void> {
  const { database, configuration } = workplace;
  const checks = await examine(around.settings(), around.clock, () => Promise.resolve(database), console);
  for (const { name, state, finding, fix } of checks) {
    // Somebody who only looks at the practice market has no site to name a contact for.
    if (state === 'ok' || (name === 'contact' && configuration.sites.length === 0)) continue;
    // The key need only be where people sign in.
    if (name === FACTOR_CHECK && !console) continue;
    around.log[state === 'fault' ? 'error' : 'warn']({ check: name, fix }, finding);
  }
}
