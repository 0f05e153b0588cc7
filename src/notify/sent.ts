/** What came of one attempt to send a message. */

export type Sent =
  | { readonly end: 'taken'; readonly status: number | null }
  /** Something is wrong with the receiver, or on the way to it: every other message would fare the same. */
  | {
      readonly end: 'unanswered';
      readonly status: number | null;
      readonly problem: string;
      readonly retryAfterSeconds: number | null;
    }
  /** This message is not wanted; others may be. */
  | { readonly end: 'refused'; readonly status: number | null; readonly problem: string };
