/** For an address at which nothing stands, or nothing for one's role. */
import { Link } from 'react-router';
import { useSignedIn } from './signed-in.ts';

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

/** `says`: the name of the page as others see it in the header. */
export function ForbiddenPage({ says }: { says: string }) {
  const { role } = useSignedIn();
  return (
    <section className="centre">
      <title>Not allowed · Precursor Watch</title>
      <h1 className="page-title">Your role does not allow this page</h1>
      <p className="dim">
        “{says}” is not shown to the role {role}. An admin can give you another role.
      </p>
      <Link to="/">Go to the alerts</Link>
    </section>
  );
}
