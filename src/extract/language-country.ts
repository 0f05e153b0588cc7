/** The country that the declared language of a page speaks for. */

/** Languages that hardly anybody sells in outside of one country. */
const HOME: ReadonlyMap<string, string> = new Map(
  'el:GR pl:PL cs:CZ sk:SK hu:HU fi:FI bg:BG hr:HR sl:SI lt:LT lv:LV et:EE tr:TR uk:UA ka:GE hy:AM da:DK nb:NO no:NO is:IS mk:MK he:IL th:TH vi:VN id:ID ja:JP ko:KR'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/** ISO 3166: the region of the tag (BCP 47), else the language's only home; null for English, which templates declare everywhere. */
export function countryOfLanguage(tag: string | null): string | null {
  if (tag === null) return null;
  const { language, region } = new Intl.Locale(tag);
  return language === 'en' ? null : (region ?? HOME.get(language) ?? null);
}
