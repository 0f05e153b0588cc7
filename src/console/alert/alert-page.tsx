/** One alert at its own address: fetched, or missing, or in trouble. */
import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import { problemOf } from '../fetch-api.ts';
import { viewFromParams } from '../list/list-view.ts';
import { NotFoundPage } from '../not-found-page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useAlert } from './alert-queries.ts';
import { AlertScreen } from './alert-screen.tsx';
import { useClaim } from './use-claim.ts';
import { useWalk, type Walk } from './use-walk.ts';

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
  return <OpenAlert key={id} alert={alert.data} walk={walk} onReload={() => void alert.refetch()} />;
}

type OpenProps = { readonly alert: AlertDetail; readonly walk: Walk; readonly onReload: () => void };

/** Holds the claim for as long as the alert is on the screen, through all its revisions. */
function OpenAlert({ alert, walk, onReload }: OpenProps) {
  const holding = useClaim(alert);
  const [first] = useState(alert.revision);
  // A new revision starts a new screen: a choice made on the old one must not be sent for what now stands here.
  return (
    <AlertScreen
      key={alert.revision}
      alert={alert}
      walk={walk}
      holding={holding}
      changed={alert.revision !== first}
      onReload={onReload}
    />
  );
}
