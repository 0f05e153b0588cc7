/** Which screen stands at which address; without a session the sign-in form stands in its place. */
import { Loader } from '@mantine/core';
import { Route, Routes } from 'react-router';
import { AlertPage } from './alert/alert-page.tsx';
import { AlertListPage } from './list/alert-list-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { ProblemNote } from './problem-note.tsx';
import { useCurrentUser } from './session-queries.ts';
import { Shell } from './shell.tsx';
import { SignInPage } from './sign-in-page.tsx';

export function App() {
  const user = useCurrentUser();
  if (user.isPending)
    return (
      <main className="centre">
        <Loader aria-label="Loading" />
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
  return (
    <Routes>
      <Route element={<Shell user={user.data} />}>
        <Route index element={<AlertListPage />} />
        <Route path="alerts/:id" element={<AlertPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
