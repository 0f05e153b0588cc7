/** Who is signed in and what their role allows, for every screen inside the frame. */
import { createContext, useContext } from 'react';
import type { CurrentUser } from '../model/api.ts';
import type { Permission } from '../model/permissions.ts';

const NOBODY: CurrentUser = {
  name: '',
  role: '',
  permissions: [],
  secondFactor: false,
  external: false,
  practice: false,
};

export const SignedInContext = createContext<CurrentUser>(NOBODY);

export function useSignedIn(): CurrentUser {
  return useContext(SignedInContext);
}

/** A screen shows what the role allows; the server decides all the same. */
export function useMay(permission: Permission): boolean {
  return useSignedIn().permissions.includes(permission);
}
