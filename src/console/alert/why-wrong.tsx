/** After a dismissal: phrases that would have kept this alert away, and what else each would remove; taken as a draft. */
import { Button, Loader } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { EXCEPTION_PATHS, type Proposal, proposalList } from '../../model/exception-api.ts';
import { ask, command, pathOf } from '../fetch-api.ts';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { count } from '../words.ts';

type Props = {
  readonly alert: number;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
};

export function WhyWrong({ alert, shown, onShow }: Props) {
  return (
    <section className="card" aria-labelledby="wrong-title">
      <div className="section-head">
        <h2 className="section-title" id="wrong-title">
          Why was this wrong?
        </h2>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={shown}
          aria-keyshortcuts={useKeyOf('why')}
          rightSection={<KeyHint action="why" />}
          onClick={() => onShow(!shown)}
        >
          {shown ? 'Hide' : 'Look for an exception'}
        </Button>
      </div>
      {shown && <Proposals alert={alert} />}
    </section>
  );
}

function Proposals({ alert }: { alert: number }) {
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['proposals', alert],
    staleTime: 60_000,
    queryFn: ({ signal }) => ask(pathOf(EXCEPTION_PATHS.proposals, alert), proposalList, signal),
  });
  const draft = useMutation({
    mutationFn: ({ term, phrase }: Proposal) =>
      command({ path: EXCEPTION_PATHS.exceptions, body: { alert, term, phrase, note: null } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['exceptions'] }),
  });
  if (found.isPending) return <Loader size="sm" role="status" aria-label="Screening again" />;
  if (found.isError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const { items, screened } = found.data;
  return (
    <>
      <p className="dim small">
        {items.length === 0
          ? 'No phrase of this text would have kept the alert away without more.'
          : `The narrowest first; ${count(screened, 'alert')} of the same terms were screened again with each.`}
      </p>
      {draft.isSuccess && (
        <p className="done-note" role="status">
          Kept as a draft: it screens nothing until an operator puts it into a watch-list pack.
        </p>
      )}
      {draft.isError && <ProblemNote error={draft.error} />}
      <ul className="proposals">
        {items.map((proposal) => (
          <li key={`${proposal.term}-${proposal.phrase}`}>
            <p>
              <code>{proposal.term}</code> <span className="dim">is innocent where</span>{' '}
              <code dir="auto">{proposal.phrase}</code> <span className="dim">stands</span>
            </p>
            <Removes proposal={proposal} />
            <Button
              size="compact-sm"
              variant="default"
              loading={draft.isPending}
              onClick={() => draft.mutate(proposal)}
            >
              Keep as a draft
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Removes({ proposal: { removes } }: { proposal: Proposal }) {
  const { waiting, dismissed, confirmed, confirmedAlerts } = removes;
  return (
    <p className="small">
      <span className="dim">Would have removed </span>
      {dismissed} dismissed, {waiting} waiting,{' '}
      <strong className={confirmed > 0 ? 'late' : undefined}>{confirmed} confirmed</strong>
      {confirmedAlerts.slice(0, 5).map((id) => (
        <span key={id}>
          {' '}
          <Link to={`/alerts/${id}`}>{id}</Link>
        </span>
      ))}
    </p>
  );
}
