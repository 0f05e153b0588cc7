/** The English name of a language that a page declares, which may be anything. */
const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

export function nameOfLanguage(code: string): string {
  try {
    return NAMES.of(code) ?? code;
  } catch {
    // Not a code at all: it is shown as it stands there.
    return code;
  }
}
