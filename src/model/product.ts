/** What this program is called and which version of it runs. */
import packageFile from '../../package.json' with { type: 'json' };

/** The token that robots.txt groups are matched against (RFC 9309 §2.2.1). */
export const PRODUCT = 'PrecursorWatch';

export const VERSION: string = packageFile.version;
