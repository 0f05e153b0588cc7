/** What is looked at before work begins: one finding a check, with what to do about it. */

/** warning: it works, but not as well or as safely as it should; fault: it does not work. */
export const CHECK_STATES = ['ok', 'warning', 'fault'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

export type Check = {
  readonly name: string;
  readonly state: CheckState;
  /** What was found, with its figures. */
  readonly finding: string;
  /** What to do; null when nothing is to be done. */
  readonly fix: string | null;
};

export function fine(name: string, finding: string): Check {
  return { name, state: 'ok', finding, fix: null };
}

export function warning(name: string, finding: string, fix: string): Check {
  return { name, state: 'warning', finding, fix };
}

export function fault(name: string, finding: string, fix: string): Check {
  return { name, state: 'fault', finding, fix };
}

/** Beyond the first a warning, beyond the second a fault: schedules, signs of life and the time of each record are kept by these clocks. */
const CLOCK_SECONDS = { warning: 2, fault: 20 } as const;

/** @param ms how far the server's clock is ahead of ours */
export function clockCheck(name: string, ms: number): Check {
  const seconds = Math.abs(ms) / 1000;
  const finding = `${seconds.toFixed(1)} s ${ms < 0 ? 'behind' : 'ahead of'} this machine`;
  const fix = 'Set the clocks of both machines by NTP (chrony, systemd-timesyncd).';
  if (seconds > CLOCK_SECONDS.fault) return fault(name, finding, fix);
  return seconds > CLOCK_SECONDS.warning ? warning(name, finding, fix) : fine(name, finding);
}
