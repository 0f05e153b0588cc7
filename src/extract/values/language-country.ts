/** The country that the declared language of a page speaks for. */

/** Languages that hardly anybody sells in outside of one country. */
const HOME: ReadonlyMap<string, string> = new Map(
  'fa:IR el:GR pl:PL cs:CZ sk:SK hu:HU fi:FI bg:BG hr:HR sl:SI lt:LT lv:LV et:EE tr:TR uk:UA ka:GE hy:AM da:DK nb:NO no:NO is:IS mk:MK he:IL th:TH vi:VN id:ID ja:JP ko:KR'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/** In a canonical tag only a region has two capitals. */
const REGION = /-([A-Z]{2})(?=-|$)/;

/** ISO 3166: the region of the canonical tag (BCP 47), else the language's only home; null for English, which templates declare everywhere. */
export function countryOfLanguage(tag: string | null): string | null {
  if (tag === null) return null;
  const [language = ''] = tag.split('-', 1);
  if (language === 'en') return null;
  return REGION.exec(tag)?.[1] ?? HOME.get(language) ?? null;
}
