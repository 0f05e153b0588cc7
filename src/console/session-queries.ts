/** Who is signed in, signing in and signing out. */
import { type QueryClient, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { API_PATHS, type CurrentUser, currentUser, signInWays } from '../model/api.ts';
import { forgetDrafts } from './alert/kept-drafts.ts';
import { ask, command, order, problemOf } from './fetch-api.ts';
import { pollWhileDown } from './overview-queries.ts';

const USER_KEY = ['user'] as const;
/** Whose session ended while the tab was open; the first part is that of the user, so that it outlives what was seen. */
const ENDED_KEY = ['user', 'ended'] as const;

/** Null when nobody is signed in. Asked again when the tab is looked at: another tab may have ended the session, or begun one of somebody else. */
export function useCurrentUser() {
  const client = useQueryClient();
  return useQuery({
    queryKey: USER_KEY,
    refetchInterval: pollWhileDown,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: 'always',
    queryFn: async ({ signal }) => {
      const user = await askWho(signal);
      const before = client.getQueryData<CurrentUser | null>(USER_KEY);
      if (before && before.name !== user?.name) forgetWhatWasSeen(client);
      if (before && user === null) client.setQueryData(ENDED_KEY, before.name);
      return user;
    },
  });
}

async function askWho(signal: AbortSignal): Promise<CurrentUser | null> {
  try {
    return await ask(API_PATHS.session, currentUser, signal);
  } catch (error) {
    if (problemOf(error).status === 401) return null;
    throw error;
  }
}

/** What one person saw, revealed contacts among it, is not kept for the next one in the same tab. */
function forgetWhatWasSeen(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== USER_KEY[0] });
}

/** Called when any answer says that nobody is signed in: the sign-in page takes the place of the screen and says why, the address stays. */
export function endSession(client: QueryClient): void {
  const user = client.getQueryData<CurrentUser | null>(USER_KEY);
  if (user) client.setQueryData(ENDED_KEY, user.name);
  forgetUser(client);
}

/** The name of whoever was signed in until the session ended by itself; null after signing out. */
export function useEndedSession(): string | null {
  const ended = useQuery<string | null>({ queryKey: ENDED_KEY, queryFn: skipToken });
  return ended.data ?? null;
}

function forgetUser(client: QueryClient): void {
  if (client.getQueryData(USER_KEY) === null) return;
  client.setQueryData(USER_KEY, null);
  forgetWhatWasSeen(client);
}

export function refreshUser(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: USER_KEY });
}

export function useSignInWays() {
  return useQuery({
    queryKey: ['sign-in-ways'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask(API_PATHS.signInWays, signInWays, signal),
  });
}

export type SignInForm = { readonly name: string; readonly password: string; readonly code?: string };

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignInForm) => order(currentUser, { path: API_PATHS.session, body }),
    onSuccess: (user) => {
      client.setQueryData(ENDED_KEY, null);
      client.setQueryData(USER_KEY, user);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command({ method: 'DELETE', path: API_PATHS.session }),
    onSuccess: () => {
      forgetDrafts();
      forgetUser(client);
    },
  });
}
