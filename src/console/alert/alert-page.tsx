/** One alert at its own address: fetched, or missing, or in trouble. */
import { Skeleton } from '@mantine/core';
import { useParams, useSearchParams } from 'react-router';
import { problemOf } from '../fetch-api.ts';
import { viewFromParams } from '../list/list-view.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useAlert } from '../queries.ts';
import { AlertScreen } from './alert-screen.tsx';
import { useWalk } from './use-walk.ts';

export function AlertPage() {
  const id = Number(useParams<'id'>().id);
  return Number.isSafeInteger(id) && id > 0 ? <KnownAlert id={id} /> : <NotFoundPage what="alert" />;
}

function KnownAlert({ id }: { id: number }) {
  const view = viewFromParams(useSearchParams()[0]);
  const walk = useWalk(id, view);
  const alert = useAlert(id);
  if (alert.isPending)
    return (
      <div className="alert-loading" aria-busy="true">
        <Skeleton height={28} width="50%" />
        <Skeleton height={220} />
        <Skeleton height={140} />
      </div>
    );
  if (alert.data === undefined) {
    if (problemOf(alert.error).status === 404) return <NotFoundPage what="alert" />;
    return <ProblemNote error={alert.error} onRetry={() => void alert.refetch()} />;
  }
  // A new revision starts a new screen: a choice made on the old one must not be sent for what now stands here.
  const key = `${alert.data.id}:${alert.data.revision}`;
  return <AlertScreen key={key} alert={alert.data} walk={walk} onReload={() => void alert.refetch()} />;
}
