/** A connection that plans once what is sent again and again: statements that begin with a name of their own. */
import pg from 'pg';

/** Names the statement for PostgreSQL. Its text must be the same at every call: what differs are parameters. */
const NAMED = /^\s*\/\* prepared: ([a-z-]{3,40}) \*\//;

type Query = (text: unknown, ...rest: unknown[]) => unknown;

/**
 * A statement of ten parts takes PostgreSQL longer to plan than to run. With a name it is prepared at its first use by a connection
 * (PREPARE of SQL), and after five uses its plan is kept.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: ConstructorParameters<typeof pg.Client>[0]) {
    super(config);
    const send = this.query.bind(this) as Query;
    const query: Query = (text, ...rest) => {
      const name = typeof text === 'string' ? NAMED.exec(text)?.[1] : undefined;
      if (name === undefined) return send(text, ...rest);
      const [values, ...callback] = rest;
      return send({ name, text, values }, ...callback);
    };
    this.query = query as typeof this.query;
  }
}
