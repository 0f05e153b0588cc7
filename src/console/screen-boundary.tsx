/** Catches a screen that could not be loaded or drawn, so that the frame around it stays and says what to do. */
import { Component, type ReactNode } from 'react';
import { ProblemNote } from './problem-note.tsx';

type Props = {
  /** Address of the screen inside: what went wrong at one does not stay at the next. */
  readonly at: string;
  readonly children: ReactNode;
};
type State = { readonly at: string; readonly error: Error | null };

/** A class, since React asks those alone. A screen's script is missing when the server is away or was updated under an open tab. */
export class ScreenBoundary extends Component<Props, State> {
  override state: State = { at: this.props.at, error: null };

  static getDerivedStateFromError(error: unknown): Pick<State, 'error'> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ at }: Props, state: State): State | null {
    return at === state.at ? null : { at, error: null };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <section className="page">
        <title>Not shown · Precursor Watch</title>
        <h1 className="page-title">This screen could not be shown</h1>
        <p className="dim">
          The server may be away, or was updated since this page was opened. Other screens that were open go
          on working.
        </p>
        <ProblemNote error={error} onRetry={() => location.reload()} action="Load the page again" />
      </section>
    );
  }
}
