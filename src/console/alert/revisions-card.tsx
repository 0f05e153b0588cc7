/** Why the alert came, and why it came again. */
import type { AlertRevision, RevisionCause } from '../../model/offer.ts';
import { Moment } from '../age.tsx';
import { OUTCOME_WORDS } from '../words.ts';
import { ChangesList } from './changes-list.tsx';
import { ByExport, OmittedNote, type OnExport } from './omitted-note.tsx';

const CAUSE_WORDS: Readonly<Record<RevisionCause, string>> = {
  opened: 'first seen',
  'new-substance': 'offers another substance',
  'new-identifier': 'names another identifier',
  'higher-severity': 'became more severe',
  'price-class': 'costs much more or much less',
  'quantity-class': 'offers much more or much less',
  back: 'came back',
  merged: 'was merged',
  flood: 'stands for too many at once',
};

type Props = {
  readonly revisions: readonly AlertRevision[];
  readonly more: number;
  readonly onExport: OnExport;
};

export function RevisionsCard({ revisions, more, onExport }: Props) {
  const again = revisions.filter(({ changes, revision }) => revision > 1 || changes.length > 0);
  if (again.length === 0) return null;
  return (
    <section className="card" aria-labelledby="revisions-title">
      <h2 className="section-title" id="revisions-title">
        Why it came again
      </h2>
      <ol className="versions">
        {revisions.map((each) => (
          <li key={each.revision}>
            <strong>Revision {each.revision}</strong>:{' '}
            {each.causes.map((cause) => CAUSE_WORDS[cause]).join(', ')}
            <span className="dim small">
              {' '}
              <Moment at={each.at} />
              {each.decided !== null && `, was ${OUTCOME_WORDS[each.decided].done.toLowerCase()}`}
            </span>
            <ChangesList changes={each.changes} />
          </li>
        ))}
      </ol>
      <OmittedNote more={more} one="earlier revision">
        <ByExport onExport={onExport} />
      </OmittedNote>
    </section>
  );
}
