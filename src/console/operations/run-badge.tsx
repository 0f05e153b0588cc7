/** The status of a run as words on a colour. */
import type { RunStatus } from '../../model/run.ts';
import { RUN_STATUS_WORDS } from '../words.ts';
import './operations.css';

export function RunBadge({ status }: { status: RunStatus }) {
  return <span className={`badge run-badge-${status}`}>{RUN_STATUS_WORDS[status]}</span>;
}
