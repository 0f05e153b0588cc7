/** Country names as sellers write them, in several languages, → ISO 3166. */

const LANGUAGES = 'en de fr es it pt nl pl ru uk cs tr ar zh zh-Hant ja ko'.split(' ');
const CODES =
  'AE AR AT AU BD BE BG BR BY CA CH CL CN CO CZ DE DK DZ EE EG ES FI FR GB GE GR HK HR HU ID IE IL IN IQ IR IT JO JP KE KG KR KW KZ LB LT LU LV MA MM MX MY NG NL NO NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK SN TH TN TR TW UA US UY UZ VN YE ZA'.split(
    ' ',
  );
const OTHER_NAMES: readonly (readonly [name: string, code: string])[] = [
  ['usa', 'US'],
  ['u.s.a.', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['u.k.', 'GB'],
  ['england', 'GB'],
  ['great britain', 'GB'],
  ['pr china', 'CN'],
  ['p.r. china', 'CN'],
  ["people's republic of china", 'CN'],
  ['mainland china', 'CN'],
  ['中国大陆', 'CN'],
  ['south korea', 'KR'],
  ['korea', 'KR'],
  ['russia', 'RU'],
  ['российская федерация', 'RU'],
  ['рф', 'RU'],
  ['turkey', 'TR'],
  ['czech republic', 'CZ'],
  ['holland', 'NL'],
  ['hong kong', 'HK'],
  ['taiwan', 'TW'],
  ['uae', 'AE'],
  ['viet nam', 'VN'],
];

const NAMES: ReadonlyMap<string, string> = new Map([
  ...LANGUAGES.flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return CODES.map((code): [string, string] => [(names.of(code) ?? code).toLowerCase(), code]);
  }),
  ...OTHER_NAMES,
]);

/** Two letters are a code already. Null for what is no country's name. */
export function countryNamed(text: string): string | null {
  const name = text
    .replace(/\s*\(.*$/s, '')
    .trim()
    .toLowerCase();
  if (/^[a-z]{2}$/.test(name) && CODES.includes(name.toUpperCase())) return name.toUpperCase();
  return NAMES.get(name) ?? null;
}
