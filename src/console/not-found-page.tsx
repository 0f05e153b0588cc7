/** For an address at which nothing stands. */
import { Link } from 'react-router';

export function NotFoundPage({ what = 'page' }: { what?: 'page' | 'alert' }) {
  return (
    <section className="centre">
      <title>Not found · Precursor Watch</title>
      <h1 className="page-title">There is no such {what}</h1>
      <p className="dim">The address may be mistyped, or what stood here was removed.</p>
      <Link to="/">Go to the alerts</Link>
    </section>
  );
}
