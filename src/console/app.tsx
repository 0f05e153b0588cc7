/** Which screen stands at which address; without a session the sign-in form stands in its place. */
import { Loader } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import type { CurrentUser } from '../model/api.ts';
import { AlertPage } from './alert/alert-page.tsx';
import { AlertListPage } from './list/alert-list-page.tsx';
import { ForbiddenPage, NotFoundPage } from './not-found-page.tsx';
import { ProblemNote } from './problem-note.tsx';
import { useCurrentUser } from './session-queries.ts';
import { Shell } from './shell.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { WAYS, type Way, wayAt } from './ways.ts';

/** Everything but the desk comes when it is first opened: the desk is what the first view waits for. */
const SCREENS: readonly { readonly path: string; readonly Screen: ComponentType }[] = [
  {
    path: 'second-looks',
    Screen: lazy(async () => ({ default: (await import('./quality/second-look-page.tsx')).SecondLookPage })),
  },
  {
    path: 'second-looks/disagreements',
    Screen: lazy(async () => ({
      default: (await import('./quality/disagreements-page.tsx')).DisagreementsPage,
    })),
  },
  {
    path: 'second-looks/gold',
    Screen: lazy(async () => ({ default: (await import('./quality/gold-page.tsx')).GoldPage })),
  },
  {
    path: 'hidden',
    Screen: lazy(async () => ({ default: (await import('./quality/hidden-page.tsx')).HiddenPage })),
  },
  {
    path: 'figures',
    Screen: lazy(async () => ({ default: (await import('./figures/figures-page.tsx')).FiguresPage })),
  },
  {
    path: 'operations',
    Screen: lazy(async () => ({ default: (await import('./operations/sites-page.tsx')).SitesPage })),
  },
  {
    path: 'operations/sites/:id',
    Screen: lazy(async () => ({ default: (await import('./operations/site-page.tsx')).SitePage })),
  },
  {
    path: 'operations/runs',
    Screen: lazy(async () => ({ default: (await import('./operations/runs-page.tsx')).RunsPage })),
  },
  {
    path: 'operations/runs/:id',
    Screen: lazy(async () => ({ default: (await import('./operations/run-page.tsx')).RunPage })),
  },
  {
    path: 'operations/queues',
    Screen: lazy(async () => ({ default: (await import('./operations/queues-page.tsx')).QueuesPage })),
  },
  {
    path: 'operations/alarms',
    Screen: lazy(async () => ({ default: (await import('./operations/alarms-page.tsx')).AlarmsPage })),
  },
  {
    path: 'operations/names',
    Screen: lazy(async () => ({ default: (await import('./operations/names-page.tsx')).NamesPage })),
  },
  {
    path: 'operations/terms',
    Screen: lazy(async () => ({ default: (await import('./operations/terms-page.tsx')).TermsPage })),
  },
  {
    path: 'audit',
    Screen: lazy(async () => ({ default: (await import('./account/audit-page.tsx')).AuditPage })),
  },
  {
    path: 'users',
    Screen: lazy(async () => ({ default: (await import('./account/users-page.tsx')).UsersPage })),
  },
  {
    path: 'account',
    Screen: lazy(async () => ({ default: (await import('./account/account-page.tsx')).AccountPage })),
  },
];

export function App() {
  const user = useCurrentUser();
  if (user.isPending)
    return (
      <main className="centre">
        <Loader role="status" aria-label="Loading" />
      </main>
    );
  if (user.data === null) return <SignInPage />;
  if (user.data === undefined)
    return (
      <main className="centre">
        <h1 className="page-title">Precursor Watch</h1>
        <ProblemNote error={user.error} onRetry={() => void user.refetch()} />
      </main>
    );
  return <SignedInApp key={user.data.name} user={user.data} />;
}

function SignedInApp({ user }: { user: CurrentUser }) {
  return (
    <Routes>
      <Route element={<Shell user={user} />}>
        <Route index element={<AlertListPage />} />
        {/* What is left of an alert's address when its number is taken off. */}
        <Route path="alerts" element={<Navigate to="/" replace />} />
        <Route path="alerts/:id" element={<AlertPage />} />
        {SCREENS.map(({ path, Screen }) => (
          <Route
            key={path}
            path={path}
            element={<Gate way={wayAt(`/${path}`, WAYS)} user={user} Screen={Screen} />}
          />
        ))}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

type GateProps = {
  readonly way: Way | undefined;
  readonly user: CurrentUser;
  readonly Screen: ComponentType;
};

/** The screen, or that it is not for this role: somebody was sent its address by a colleague who sees it. */
function Gate({ way, user, Screen }: GateProps) {
  if (way !== undefined && !user.permissions.includes(way.permission))
    return <ForbiddenPage says={way.says} />;
  return (
    <Suspense fallback={<Loader size="sm" role="status" aria-label="Loading" aria-busy="true" />}>
      <Screen />
    </Suspense>
  );
}
