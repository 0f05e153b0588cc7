/** The language a page declares for itself, as a BCP 47 tag. */
import type { Outline } from '../html/outline.ts';
import type { PageParts } from './page-parts.ts';

/** Tags as nearly all pages write them, which are canonical as they stand: the platform takes microseconds for each. */
const USUAL = new Set(
  'en de fr es it nl pt pl cs ru uk tr ja ko zh en-US en-GB de-DE fr-FR es-ES it-IT nl-NL pt-BR pl-PL ru-RU zh-CN ja-JP'.split(
    ' ',
  ),
);

/** "en_US" → "en-US"; null for what is no language tag. */
export function languageTag(text: string | undefined | null): string | null {
  if (text != null && USUAL.has(text)) return text;
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
export function declaredLanguage(
  outline: Outline,
  { html }: PageParts,
  meta: ReadonlyMap<string, readonly string[]>,
  header: string | null,
): string | null {
  const root = (name: string) => (html === null ? undefined : outline.attribute(html, name));
  const inHead = meta.get('content-language')?.[0];
  const told = languageTag(root('lang')) ?? languageTag(root('xml:lang')) ?? languageTag(inHead);
  return withRegion(told, inHead) ?? languageTag(meta.get('og:locale')?.[0]) ?? languageTag(header);
}

/** "ar" of the page, where its head tells "ar-JO" of the same language: which country's. */
function withRegion(told: string | null, inHead: string | undefined): string | null {
  if (told === null || told.includes('-') || inHead === undefined) return told;
  const closer = languageTag(inHead);
  return closer?.startsWith(`${told}-`) === true ? closer : told;
}
