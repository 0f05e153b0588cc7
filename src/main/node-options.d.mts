/** What node-options.mjs gives; it is plain JavaScript, since an older Node reads it too. */
export const NODE_OPTIONS: readonly string[];
export const LATER_OPTIONS: readonly string[];
export const NODE_ENVIRONMENT: Readonly<Record<string, string>>;
