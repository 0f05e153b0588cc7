/** The frame around every screen: header with the ways, practice banner, notes on the server, help on keys, palette. */
import { ActionIcon, Button } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import type { CurrentUser } from '../model/api.ts';
import type { Overview } from '../model/overview-api.ts';
import { problemOf } from './fetch-api.ts';
import { KeysIcon, LogoIcon, SignOutIcon } from './icons.tsx';
import { LiveProvider } from './is-live.ts';
import { useKeptFocus } from './keyboard/keep-focus.ts';
import { KeyboardProvider } from './keyboard/keyboard.tsx';
import { KeysDialog } from './keyboard/keys-dialog.tsx';
import { Palette } from './keyboard/palette.tsx';
import { RefusedKey } from './keyboard/refused-key.tsx';
import { useKeys } from './keyboard/use-keys.ts';
import { LineNote } from './line-note.tsx';
import { useLiveUpdates } from './live.tsx';
import { useOverview } from './overview-queries.ts';
import { ProblemNote } from './problem-note.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';
import { useSignOut } from './session-queries.ts';
import { SignedInContext } from './signed-in.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { useUndo } from './undo-queries.ts';
import { useTake } from './use-take.ts';
import { WayLink } from './way-link.tsx';
import { wayAt, waysOf } from './ways.ts';
import { count } from './words.ts';

/** Pixels from the top of the list of a view, which its query string names. */
export type ListPlace = { readonly view: string; readonly top: number };

/** What the frame lends to the screen inside it. */
export type ShellContext = {
  /** Alerts that this person went past without deciding: the queue does not give them again for now. */
  readonly passedOver: RefObject<Set<number>>;
  /** Where the list was looked at last: who comes back to it is there again. */
  readonly listPlace: RefObject<ListPlace | null>;
};

type Shown = 'keys' | 'palette' | 'undo' | null;

export function Shell({ user }: { user: CurrentUser }) {
  const live = useLiveUpdates();
  return (
    <SignedInContext value={user}>
      <KeyboardProvider>
        <LiveProvider value={live}>
          <Frame user={user} live={live} />
        </LiveProvider>
      </KeyboardProvider>
    </SignedInContext>
  );
}

function Frame({ user, live }: { user: CurrentUser; live: boolean }) {
  const [shown, setShown] = useState<Shown>(null);
  const passedOver = useRef(new Set<number>());
  const listPlace = useRef<ListPlace>(null);
  const { pathname } = useLocation();
  const overview = useOverview();
  const line = useLine(live, overview);
  useKeptFocus();
  const undo = useUndo();
  const take = useTake(passedOver);
  useKeys('everywhere', {
    help: () => setShown('keys'),
    palette: () => setShown('palette'),
    undo: () => undo.mutate(null),
    undoList: () => setShown('undo'),
    take: take.go,
  });
  const close = () => setShown(null);
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <Header user={user} line={line} overview={overview.data} onKeys={() => setShown('keys')} />
      {(overview.data?.practice ?? user.practice) && (
        <aside className="practice" aria-label="Practice market">
          <strong>Practice market:</strong> invented shops on this machine. Nothing here is a real offer, and
          nobody is notified.
        </aside>
      )}
      <main id="content" className="content" tabIndex={-1}>
        {undo.isError && <ProblemNote error={undo.error} onRetry={undo.reset} action="Close" />}
        <RefusedKey />
        {take.error !== null && <ProblemNote error={take.error} onRetry={take.forget} action="Close" />}
        {take.nothing && (
          <p className="done-note" role="status">
            Nothing is left in this queue that nobody holds.
          </p>
        )}
        <ScreenBoundary at={pathname}>
          <Outlet context={{ passedOver, listPlace } satisfies ShellContext} />
        </ScreenBoundary>
      </main>
      {overview.isError && overview.data && <LineNote error={overview.error} />}
      {shown === 'keys' && <KeysDialog onClose={close} />}
      {shown === 'palette' && <Palette goals={waysOf(user.permissions)} onClose={close} />}
      {shown === 'undo' && <UndoDialog onClose={close} />}
    </>
  );
}

type Line = 'live' | 'polling' | 'away';

/** How the server is reached. When updates stop coming it is asked at once whether it is there at all. */
function useLine(live: boolean, { error, failureReason, refetch }: ReturnType<typeof useOverview>): Line {
  useEffect(() => {
    if (!live) void refetch({ cancelRefetch: false });
  }, [live, refetch]);
  if (live) return 'live';
  const away = [error, failureReason].some((each) => each !== null && problemOf(each).status === 0);
  return away ? 'away' : 'polling';
}

const LINE_WORDS: Readonly<Record<Line, { readonly says: string; readonly title: string }>> = {
  live: { says: 'Live', title: 'Changes arrive by themselves' },
  polling: { says: 'Polling', title: 'Changes are asked for now and then' },
  away: { says: 'No connection', title: 'The server does not answer; it is asked again and again' },
};

type HeaderProps = {
  readonly user: CurrentUser;
  readonly line: Line;
  readonly overview: Overview | undefined;
  readonly onKeys: () => void;
};

function Header({ user, line, overview, onKeys }: HeaderProps) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const { width } = useViewportSize();
  const ways = waysOf(user.permissions).filter((way) => way.inHeader);
  const open = wayAt(pathname, ways);
  // On a phone they are a strip that scrolls: the one that is open is brought into sight, after a turn of the phone too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which way is active follows the address, and what is in sight the width
  useEffect(() => {
    nav.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname, width]);
  return (
    <header className="header">
      <Link to="/" className="brand">
        <LogoIcon />
        <span>Precursor Watch</span>
      </Link>
      <nav className="ways" aria-label="Screens" ref={nav}>
        {ways.map((way) => (
          <WayLink key={way.path} way={way} open={open}>
            {way.says}
          </WayLink>
        ))}
      </nav>
      <div className="header-end">
        {overview && (
          <span className="header-fact" title={`Watch-list version ${overview.watchlist.version}`}>
            {count(overview.watchlist.substances, 'substance')} watched
          </span>
        )}
        <span className={`live live-${line}`} title={LINE_WORDS[line].title}>
          {LINE_WORDS[line].says}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onKeys}
        >
          <KeysIcon />
        </ActionIcon>
        <SchemeToggle />
        <UserMenu user={user} />
      </div>
    </header>
  );
}

/** Decides no alerts and runs no sites. */
function readsOnly({ permissions }: CurrentUser): boolean {
  return !permissions.includes('alerts:decide') && !permissions.includes('operations:act');
}

function UserMenu({ user }: { user: CurrentUser }) {
  const signOut = useSignOut();
  return (
    <>
      {readsOnly(user) && (
        <span className="badge" title={`Your role is ${user.role}: it decides and changes nothing`}>
          Read-only
        </span>
      )}
      <Link
        to="/account"
        className="header-user"
        title={`Signed in as ${user.name}, ${user.role}: your account`}
      >
        {user.name}
      </Link>
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
