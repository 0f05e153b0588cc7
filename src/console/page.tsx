/** What every screen but the desk has: its title, a line that says what it is for, tabs where it has several parts. */
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { WayLink } from './way-link.tsx';
import { type Way, wayAt } from './ways.ts';

type Props = {
  readonly title: string;
  readonly says: string;
  readonly tabs?: readonly Way[];
  readonly children: ReactNode;
};

export function Page({ title, says, tabs = [], children }: Props) {
  const open = wayAt(useLocation().pathname, tabs);
  return (
    <div className="page">
      <title>{`${title} · Precursor Watch`}</title>
      <header className="page-head">
        <h1 className="page-title">{title}</h1>
        <p className="dim">{says}</p>
      </header>
      {tabs.length > 1 && (
        <nav className="tabs" aria-label={`Parts of: ${title}`}>
          {tabs.map((tab) => (
            <WayLink key={tab.path} way={tab} open={open}>
              {tab.tab ?? tab.says}
            </WayLink>
          ))}
        </nav>
      )}
      {children}
    </div>
  );
}

type CardProps = { readonly title: string; readonly end?: ReactNode; readonly children: ReactNode };

export function Card({ title, end, children }: CardProps) {
  return (
    <section className="card page-card" aria-label={title}>
      <div className="section-head">
        <h2 className="section-title">{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}
