/** The country that an address speaks for by its ending. */

/** Endings that are bought from anywhere for their look. */
const SOLD_ANYWHERE = new Set(
  'ac ag ai am as bz cc cd cx dj fm gg gl gs im in io is la li ly me ms mu nu pw re sc sh sr st su sx tc tk tl to tv vc vg vu ws co ga gq ml cf'.split(
    ' ',
  ),
);
const OTHER_CODES: Readonly<Record<string, string>> = { uk: 'GB', eu: '' };

/** Countries of one language by which markets call their parts: "jo.market.example". Only the part tells whose dinar or pound is meant. */
const PARTS = new Set('jo kw bh iq ly ye sa ae om qa eg lb sd sy'.split(' '));

/** ISO 3166; null for endings that say nothing of a country. "co.in" and the like are used at home. */
export function hostCountry(hostname: string): string | null {
  const labels = hostname.split('.');
  const ending = labels.at(-1) ?? '';
  const [part = ''] = labels;
  const ofPart = labels.length > 2 && PARTS.has(part) ? part.toUpperCase() : null;
  if (!/^[a-z]{2}$/.test(ending)) return ofPart;
  const second = labels.at(-2) ?? '';
  const home = labels.length > 2 && /^(?:co|com|net|org|or|ne|go|gov|edu|ac)$/.test(second);
  if (SOLD_ANYWHERE.has(ending) && !home) return ofPart;
  const code = OTHER_CODES[ending] ?? ending.toUpperCase();
  return code === '' ? null : code;
}
