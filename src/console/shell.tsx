/** The frame around every screen: header, practice banner, note when the server has gone away, help on keys. */
import { ActionIcon, Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { Link, Outlet } from 'react-router';
import type { CurrentUser } from '../model/api.ts';
import { problemOf } from './fetch-api.ts';
import { KeysIcon, LogoIcon, SignOutIcon } from './icons.tsx';
import { KeysDialog } from './keyboard/keys-dialog.tsx';
import { useOverview, useSignOut } from './queries.ts';
import { SchemeToggle } from './scheme-toggle.tsx';
import { count } from './words.ts';

/** What the frame lends to the screen inside it. */
export type ShellContext = { readonly showKeys: () => void };

export function Shell({ user }: { user: CurrentUser }) {
  const [keysShown, setKeysShown] = useState(false);
  const overview = useOverview();
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="header">
        <Link to="/" className="brand">
          <LogoIcon />
          <span>Precursor Watch</span>
        </Link>
        {overview.data && (
          <span className="header-fact" title={`Watch-list version ${overview.data.watchlist.version}`}>
            {count(overview.data.watchlist.substances, 'substance')} on the watch-list
          </span>
        )}
        <div className="header-end">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Keyboard shortcuts"
            onClick={() => setKeysShown(true)}
          >
            <KeysIcon />
          </ActionIcon>
          <SchemeToggle />
          <UserMenu user={user} />
        </div>
      </header>
      {overview.data?.practice && (
        <aside className="practice" aria-label="Practice market">
          <strong>Practice market:</strong> invented shops on this machine. Nothing here is a real offer, and
          nobody is notified.
        </aside>
      )}
      {overview.isError && overview.data && (
        <Alert color="red" radius={0} title={problemOf(overview.error).title} role="alert">
          {problemOf(overview.error).detail}
        </Alert>
      )}
      <main id="content" className="content" tabIndex={-1}>
        <Outlet context={{ showKeys: () => setKeysShown(true) } satisfies ShellContext} />
      </main>
      <KeysDialog opened={keysShown} onClose={() => setKeysShown(false)} />
    </>
  );
}

function UserMenu({ user }: { user: CurrentUser }) {
  const signOut = useSignOut();
  return (
    <>
      <span className="header-user" title={`Signed in as ${user.name}, ${user.role}`}>
        {user.name}
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<SignOutIcon />}
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
        className="sign-out"
        aria-label="Sign out"
      >
        <span className="wide-only">Sign out</span>
      </Button>
    </>
  );
}
