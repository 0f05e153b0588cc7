/** Bars that a person can read: each row has its words, a bar of parts to one scale, and the sum in figures. */
import type { ReactNode } from 'react';

export type Part = { readonly name: string; readonly value: number; readonly tone: string };

export type BarRow = {
  readonly key: string;
  readonly label: ReactNode;
  readonly parts: readonly Part[];
  /** What stands behind the bar; the sum when left out. */
  readonly end?: ReactNode;
};

type Props = {
  readonly caption: string;
  readonly rows: readonly BarRow[];
  /** The value of a whole bar; the longest row when left out. */
  readonly most?: number;
  readonly nothing: string;
};

export function Bars({ caption, rows, most, nothing }: Props) {
  const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const scale = most ?? Math.max(...sums, 0);
  if (rows.length === 0 || scale === 0) return <p className="dim nothing">{nothing}</p>;
  return (
    <table className="bars">
      <caption className="visually-hidden">{caption}</caption>
      <tbody>
        {rows.map(({ key, label, parts, end }, index) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td className="bar-cell">
              <Bar parts={parts} scale={scale} />
            </td>
            <td className="bar-end numeric">{end ?? shown(sums[index] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ parts, scale }: { parts: readonly Part[]; scale: number }) {
  const filled = parts.filter(({ value }) => value > 0);
  return (
    <div
      className="bar"
      role="img"
      aria-label={filled.map(({ name, value }) => `${name}: ${shown(value)}`).join(', ') || 'none'}
    >
      {filled.map(({ name, value, tone }) => (
        <span
          key={name}
          className={`bar-part ${tone}`}
          style={{ width: `${(100 * value) / scale}%` }}
          title={`${name}: ${shown(value)}`}
        />
      ))}
    </div>
  );
}

export function Key({ parts }: { parts: readonly Omit<Part, 'value'>[] }) {
  return (
    <ul className="bar-key">
      {parts.map(({ name, tone }) => (
        <li key={name}>
          <span className={`bar-swatch ${tone}`} aria-hidden="true" /> {name}
        </li>
      ))}
    </ul>
  );
}

export function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
