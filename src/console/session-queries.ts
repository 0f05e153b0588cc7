/** Who is signed in, signing in and signing out. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { API_PATHS, currentUser, signInWays } from '../model/api.ts';
import { ask, command, order, problemOf } from './fetch-api.ts';
import { pollWhileDown } from './overview-queries.ts';

const USER_KEY = ['user'] as const;

/** Null when nobody is signed in. */
export function useCurrentUser() {
  return useQuery({
    queryKey: USER_KEY,
    refetchInterval: pollWhileDown,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      try {
        return await ask(API_PATHS.session, currentUser, signal);
      } catch (error) {
        if (problemOf(error).status === 401) return null;
        throw error;
      }
    },
  });
}

/** Called when any answer says 401: the sign-in page takes the place of the screen, the address stays. */
export function forgetUser(client: QueryClient): void {
  client.setQueryData(USER_KEY, null);
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
    onSuccess: (user) => client.setQueryData(USER_KEY, user),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command({ method: 'DELETE', path: API_PATHS.session }),
    onSuccess: () => {
      forgetUser(client);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== USER_KEY[0] });
    },
  });
}
