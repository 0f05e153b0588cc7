/** Kinds of columns: what is read from one, and what may be written into it. */
import type { ColumnType } from 'kysely';

/** Read as an ISO 8601 UTC string with milliseconds, written as a Date or such a string. */
export type Time = ColumnType<string, Date | string, Date | string>;
export type OptionalTime = ColumnType<string | null, Date | string | null, Date | string | null>;
/** Written as JSON text, see to-json.ts. */
export type Json<T> = ColumnType<T, string, string>;
/** May be left out: the table has a default, or a trigger fills it. */
export type Defaulted<T> = ColumnType<T, T | undefined, T>;
export type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
