/** The language a page declares for itself, as a BCP 47 tag. */
import type { CheerioAPI } from 'cheerio';

/** "en_US" → "en-US"; null for what is no language tag. */
function languageTag(text: string | undefined | null): string | null {
  const tag = text?.split(',')[0]?.trim().replaceAll('_', '-');
  if (tag === undefined || !/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** `header` is the Content-Language header. */
export function declaredLanguage($: CheerioAPI, header: string | null): string | null {
  const root = $('html').first();
  return (
    languageTag(root.attr('lang')) ??
    languageTag(root.attr('xml:lang')) ??
    languageTag($('meta[http-equiv="content-language" i]').attr('content')) ??
    languageTag($('meta[property="og:locale"]').attr('content')) ??
    languageTag(header)
  );
}
