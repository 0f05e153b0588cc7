/** Keeps what somebody chose and wrote for an alert until it is decided or dropped, through other screens and a new sign-in. */
import { useState } from 'react';
import { z } from 'zod';
import { OUTCOMES } from '../../model/alert.ts';
import type { AlertDetail } from '../../model/api.ts';
import { useSignedIn } from '../signed-in.ts';
import { type DecisionDraft, EMPTY_DRAFT, isEmpty } from './decision-draft.ts';

const STORAGE = 'precursor-watch-drafts';

const keptDraft = z.object({
  revision: z.int(),
  draft: z.object({
    outcome: z.enum(OUTCOMES).nullable(),
    reason: z.string().nullable(),
    policy: z.string().nullable(),
    note: z.string(),
    duplicateOf: z.string(),
  }),
});
/** Of one person: whoever signs in next in this tab finds nothing of it. By the number of the alert. */
const keptDrafts = z.object({ by: z.string(), drafts: z.record(z.string(), keptDraft) });
type KeptDrafts = z.infer<typeof keptDrafts>;

/** The draft for this alert as it was left; of an earlier revision nothing is taken, for what stands here is another thing. */
export function useKeptDraft({ id, revision }: Pick<AlertDetail, 'id' | 'revision'>) {
  const { name } = useSignedIn();
  const [draft, setDraft] = useState<DecisionDraft>(() => {
    const kept = read(name).drafts[id];
    return kept?.revision === revision ? kept.draft : EMPTY_DRAFT;
  });
  const keep = (next: DecisionDraft) => {
    setDraft(next);
    const { [id]: _before, ...others } = read(name).drafts;
    const drafts = isEmpty(next) ? others : { ...others, [id]: { revision, draft: next } };
    write({ by: name, drafts });
  };
  return [draft, keep] as const;
}

/** Whoever signs out leaves nothing of what they wrote in the tab. */
export function forgetDrafts(): void {
  write(null);
}

function read(name: string): KeptDrafts {
  const nothing = { by: name, drafts: {} };
  try {
    const kept = keptDrafts.parse(JSON.parse(sessionStorage.getItem(STORAGE) ?? 'null'));
    return kept.by === name ? kept : nothing;
  } catch {
    // Nothing was kept, or another version kept it, or the browser refuses: one begins anew.
    return nothing;
  }
}

function write(kept: KeptDrafts | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(STORAGE);
    else sessionStorage.setItem(STORAGE, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the draft lives as long as its screen.
  }
}
