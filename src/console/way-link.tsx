/** The link of a way in the header or in tabs, marked where it is the one that is open. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Way } from './ways.ts';

type Props = { readonly way: Way; readonly open: Way | undefined; readonly children: ReactNode };

export function WayLink({ way, open, children }: Props) {
  return (
    <Link
      to={way.path}
      className={way === open ? 'way active' : 'way'}
      aria-current={way === open ? 'page' : undefined}
    >
      {children}
    </Link>
  );
}
