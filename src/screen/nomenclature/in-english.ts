/** Puts a systematic name of another language into English, part by part: nomenclature is one, and its words differ little. */

import { FROM_RUSSIAN } from '../find/name-parts.ts';

type Row = readonly [pattern: RegExp, written: string];

/** Parts in Russian and Ukrainian that are only read, or read as the stem that an ending follows: names in these letters are written from what name-parts.ts has. */
const ONLY_READ = `
  пиперидин|piperidin метилендиокси|methylenedioxy карбонитрил|carbonitrile карбальдегид|carbaldehyde циклогексил|cyclohexyl циклопентил|cyclopentyl
  циклогексан|cyclohexan циклопентан|cyclopentan пропиофенон|propiophenone ацетонитрил|acetonitrile бензальдегид|benzaldehyde
  пиперид|piperid пропионил|propionyl гидрокси|hydroxy ацетамид|acetamide ацетон|acetone ацетил|acetyl ацетат|acetate
  нитрил|nitrile метокси|methoxy пропенил|propenyl аллил|allyl кетон|ketone бензол|benzene етил|ethyl этан|ethan трет|tert
  циано|cyano нитро|nitro амид|amide оат|oate α|alpha`;
/** Longer parts first. */
const CYRILLIC: readonly (readonly [part: string, written: string])[] = [
  ...new Map([
    ...FROM_RUSSIAN,
    ...ONLY_READ.trim()
      .split(/\s+/)
      .map((pair): [string, string] => {
        const [part = '', written = ''] = pair.split('|');
        return [part, written];
      }),
  ]),
].toSorted(([a], [b]) => b.length - a.length);

/** Spellings inside a name: German, Dutch, French, Spanish, Portuguese, Italian, Polish. Accents are gone already. */
const PARTS: readonly Row[] = [
  [/fenetil|fenetyl/g, 'phenethyl'],
  [/f[ei]nil|fenyl/g, 'phenyl'],
  [/ben[cz]il/g, 'benzyl'],
  [/metilen|metylen/g, 'methylen'],
  [/methylen(?=diox|dioss|diok)/g, 'methylene'],
  [/metil|metyl/g, 'methyl'],
  [/metan/g, 'methan'],
  [/(?<!m|h)etan/g, 'ethan'],
  [/(?<![mhc])et[iy]l/g, 'ethyl'],
  [/propil/g, 'propyl'],
  [/butil/g, 'butyl'],
  [/(?:terc|terz|ter)-?(?=butyl)/g, 'tert-'],
  [/hidroxi|idrossi|hydroksy|hydroxi/g, 'hydroxy'],
  [/metoxi|metossi|metoksy/g, 'methoxy'],
  [/diossi|dioksy|dioxi(?=$|\W|f|p)/g, 'dioxy'],
  [/osso|okso/g, 'oxo'],
  [/ossiran|oksiran/g, 'oxiran'],
  [/diossol|dioksol/g, 'dioxol'],
  [/(?<=^|[^a-z]|di|tri)clor(?!ur)(?:o|(?=[a-z]))/g, 'chloro'],
  [/chlor(?!o|id|ur)/g, 'chloro'],
  [/fluor(?!o|id)/g, 'fluoro'],
  [/brom(?!o|id|ur)/g, 'bromo'],
  [/[jy]od(?=o|(?!id|ur))o?/g, 'iodo'],
  [/ciano/g, 'cyano'],
  [/ammino/g, 'amino'],
  [/acetil/g, 'acetyl'],
  [/propionil/g, 'propionyl'],
  [/propanoil/g, 'propanoyl'],
  [/benzoil/g, 'benzoyl'],
  [/carbonil/g, 'carbonyl'],
  [/allil|(?<=^|[^a-z])alil/g, 'allyl'],
  [/piperidinil/g, 'piperidinyl'],
  [/piperidil/g, 'piperidyl'],
  [/(?<=[\d,]-)il\b/g, 'yl'],
  [/cicloes/g, 'cyclohex'],
  [/pentil/g, 'pentyl'],
  [/propanoylo|propionylo/g, 'propanoyl'],
  [/carboxil(?=ic)/g, 'carboxyl'],
  [/yl[oe](?=-|$|[)\] ])/g, 'yl'],
  [/(?<=an|piperidin|oxiran|anilin)[ao](?=-\d|nitril)/g, 'e'],
  [/(?<=an)(?=nitril)/g, 'e'],
  [/ciclo|cyklo/g, 'cyclo'],
  [/alfa-/g, 'alpha-'],
  [/car(?:boxil|bossil|boksyl|boxyl)at[oe]?/g, 'carboxylate'],
  [/benz(?:ol|eno|ene?|olo)$/g, 'benzene'],
];

/** How names end. */
const ENDINGS: readonly Row[] = [
  [/c[eh]*etona?e?$|keton$/, 'ketone'],
  [/ona?$/, 'one'],
  [/olo$/, 'ol'],
  [/am?mina$|amin$/, 'amine'],
  [/am?mide$|amida$|amid$/, 'amide'],
  [/nitril[oa]?$/, 'nitrile'],
  [/anilina?$/, 'aniline'],
  [/(?<=piperid|pyrid)ina?$/, 'ine'],
  [/an[oa]?$/, 'ane'],
  [/alde(?:hyd|hido|ido|ide)$/, 'aldehyde'],
  [/(?<!carboxyl)at[oe]?$/, 'ate'],
  [/(?<=diox)olo?$/, 'ole'],
];

/** What German says in one word of acids and their esters. */
const GERMAN_ACIDS: readonly Row[] = [
  [/essigsaure/g, 'acetic acid'],
  [/buttersaure/g, 'butyric acid'],
  [/benzoesaure/g, 'benzoic acid'],
  [/carbonsaure/g, 'carboxylic acid'],
  [/(propion|malon|glycid|anthranil)saure/g, '$1ic acid'],
  [/(an|en)saure/g, '$1oic acid'],
  [/ acid[- ]?(di)?((?:tert-)?(?:methyl|ethyl|propyl|butyl|benzyl))ester$/g, ' acid $1$2 ester'],
];

const ALCOHOL = /(?:tert-|iso|sec-)?(?:methyl|ethyl|propyl|butyl|benzyl)/.source;
/** Salts of hydrogen halides: "cloruro de", "chlorure de", "chlorid". */
const HALIDES: readonly Row[] = [
  [/^(?:cloruro|cloreto|chlorure) d[ei] (.+?)[aeo]?$/, '$1 chloride'],
  [/^(?:bromuro|brometo|bromure) d[ei] (.+?)[aeo]?$/, '$1 bromide'],
  [/^(?:ioduro|yoduro|iodeto|iodure) d[ei] (.+?)[aeo]?$/, '$1 iodide'],
  [/^(?:cianuro|cianeto|cyanure) d[ei] (.+?)[aeo]?$/, '$1 cyanide'],
  [/^(.+yl)-?chlorid$/, '$1 chloride'],
  [/^(.+yl)-?bromid$/, '$1 bromide'],
  [/^(.+yl)-?[ji]odid$/, '$1 iodide'],
  [/^(.+yl)-?cyanid$/, '$1 cyanide'],
];
const PARTS_OF_HALIDES = /(?:clor|chlor|brom|iod|yod|cian|cyan)(?:uro|eto|ure)(?= d[ei] )/;

function replaced(text: string, rows: readonly Row[]): string {
  return rows.reduce((written, [pattern, by]) => written.replace(pattern, by), text);
}

function fromCyrillic(name: string): string {
  if (!/[α\u0400-\u04ff]/.test(name)) return name;
  return CYRILLIC.reduce((written, [part, by]) => written.replaceAll(part, by), name);
}

/** "2-phenylacetate de methyle" and "acide 2-phenylacetique" in the order of English. */
function inOrder(name: string): string {
  const [, ester, twice = '', alcohol] =
    new RegExp(`^(.+?ate) (?:d[ei] |d')(di)?(${ALCOHOL})[aeo]?$`).exec(name) ?? [];
  if (ester !== undefined && alcohol !== undefined) return `${twice}${alcohol} ${ester}`;
  const [, acid] = /^acid[oe] (.+?)(?:ico|ique)$/.exec(name) ?? [];
  if (acid !== undefined) return `${acid}ic acid`;
  // German writes the alcohol on to the acid's name.
  return name.replace(new RegExp(`^((?:di)?${ALCOHOL})-(?=[\\d([].*ate$)`), '$1 ');
}

/** `name`: in lower case, without accents. What it is made of otherwise stays as it is. */
export function inEnglish(name: string): string {
  const halide = PARTS_OF_HALIDES.test(name) || /(?:chlor|brom|[ij]od|cyan)id$/.test(name);
  const latin = fromCyrillic(name);
  if (halide) return replaced(replaced(latin, PARTS), HALIDES);
  const [, ester = latin, alcohol = ''] = /^(.+?)( d(?:[ei] |').+)$/.exec(latin) ?? [];
  const spelled = replaced(replaced(ester, GERMAN_ACIDS), PARTS);
  return inOrder(replaced(replaced(spelled, GERMAN_ACIDS), ENDINGS) + replaced(alcohol, PARTS));
}
