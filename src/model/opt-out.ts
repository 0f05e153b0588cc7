/** A domain whose owner asked not to be visited. */

export type OptOut = {
  /** Lower case; it stands for every name below it, too. */
  readonly domain: string;
  readonly reason: string;
};
