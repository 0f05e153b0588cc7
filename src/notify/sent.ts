/** What came of one attempt to send a message. */

export type Sent =
  | { readonly end: 'taken'; readonly status: number | null }
  /** Something is wrong with the receiver, or on the way to it: every other message would fare the same. */
  | {
      readonly end: 'unanswered';
      readonly status: number | null;
      readonly problem: string;
      readonly retryAfterSeconds: number | null;
      /** The address guard lets nothing go there: no receiver is down, and waiting does not help. */
      readonly forbidden?: true;
    }
  /** This message is not wanted; others may be. */
  | { readonly end: 'refused'; readonly status: number | null; readonly problem: string };
