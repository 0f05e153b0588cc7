/**
 * The systematic names of a list in other languages: nomenclature is built of the same parts everywhere, which each language spells in
 * its own way, and most lists tell them in English alone.
 */

/** A part whose name is built of groups; names of everyday chemicals are no such thing, and stand in the list themselves. */
const SYSTEMATIC =
  /piperid|phenyl|anilino|phenethyl|benzodioxol|oxirane|glycid(?:ate|ic acid)|phenylbut|acetoacet|propan-\d/i;
const ALKYL = 'methyl|ethyl|propyl|isopropyl|butyl|isobutyl|sec-butyl|tert-butyl|diethyl';
const ESTER = new RegExp(`^(${ALKYL}) (.*(?:carboxyl|glycid|acet|butano|butyr|malon|propanedio)ate)$`, 'i');

type Spelling = readonly (readonly [RegExp, string])[];

/** At the end of a part: a hyphen, a bracket or nothing stands behind it. */
const ending = (from: string, to: string) => [new RegExp(`${from}(?![a-z])`, 'gi'), to] as const;

const ROMANCE: Spelling = [
  [/ph/gi, 'f'],
  [/th/gi, 't'],
  [/yl/gi, 'il'],
  [/chlor/gi, 'clor'],
  [/cycl/gi, 'cicl'],
  [/glycid/gi, 'glicid'],
  [/hydr/gi, 'hidr'],
  [/oxy/gi, 'oxi'],
  ending('ine', 'ina'),
  ending('(?<=amid|chlorid)e', 'a'),
  ending('ane', 'ano'),
  ending('ate', 'ato'),
  ending('nitrile', 'nitrilo'),
];
const GERMANIC: Spelling = [
  ending('ine', 'in'),
  ending('one', 'on'),
  ending('(?<=amid)e', ''),
  ending('ane', 'an'),
  ending('ate', 'at'),
  ending('nitrile', 'nitril'),
];
const FINNIC: Spelling = [
  [/ph/gi, 'f'],
  [/th/gi, 't'],
  [/oxo/gi, 'okso'],
  [/oxir/gi, 'oksir'],
  [/chlor/gi, 'kloor'],
];
const SPOKEN: Spelling = [[/ph/gi, 'f'], [/th/gi, 't'], ...GERMANIC];

/** How one language spells a name, and what it makes of an ester: `of` is the alcohol's part as it is spelled. */
type Language = {
  readonly spelling: Spelling;
  readonly tertiary: readonly string[];
  readonly ester: (of: string, acid: string) => readonly string[];
};

/** Those that lie no more than a letter from one of these are found as its misspellings. */
const LATIN: readonly Language[] = [
  {
    spelling: [...ROMANCE, [/benzil/gi, 'bencil'], ending('one', 'ona')],
    tertiary: ['terc', 'tert'],
    ester: (of, acid) => [`${acid} de ${of}o`, `${acid} de ${of}a`],
  },
  {
    spelling: [
      ...ROMANCE,
      [/amin/gi, 'ammin'],
      [/carboxil/gi, 'carbossil'],
      [/oxir/gi, 'ossir'],
      [/(?<=\d-)oxo/gi, 'osso'],
    ],
    tertiary: ['terz', 'tert'],
    ester: (of, acid) => [`${acid} di ${of}e`],
  },
  { spelling: [], tertiary: ['tert'], ester: (of, acid) => [`${acid} de ${of}e`, `${acid} d'${of}e`] },
  {
    spelling: [...GERMANIC, [/(fluor|chlor|brom|iod)o(?=phen|anil)/gi, '$1']],
    tertiary: ['tert'],
    ester: (of, acid) => [`${of} ${acid}`, `${acid.replace(/carboxylat$/i, 'carbonsäure')}-${of}ester`],
  },
  {
    spelling: [
      [/phenyl(?=[a-z])/gi, 'fenylo'],
      [/methyl(?=[a-z])/gi, 'metylo'],
      ...SPOKEN,
      [/piperidin/gi, 'piperydyn'],
      [/carboxylat/gi, 'karboksylan'],
      [/glycidat/gi, 'glicydan'],
      [/(?<=piperydyn)e?(?=-)/gi, 'o'],
    ],
    tertiary: ['tert'],
    ester: (of, acid) => [`${acid} ${of}u`],
  },
  // Finnish and Estonian write long vowels twice; the endings of their cases are a letter or two.
  {
    spelling: [
      ...FINNIC,
      [/benz(?=yl)/gi, 'bents'],
      [/carbox/gi, 'karboks'],
      [/glycid/gi, 'glysid'],
      [/yl(?=at)/gi, 'yyl'],
      [/yl(?!at)/gi, 'yyli'],
      ...(
        [
          ['one', 'oni'],
          ['ine', 'iini'],
          ['ate', 'aatti'],
          ['amide', 'amidi'],
          ['nitrile', 'nitriili'],
        ] as const
      ).map(([from, to]) => ending(from, to)),
    ],
    tertiary: ['tert'],
    ester: (of, acid) => [`${of} ${acid}`],
  },
  {
    spelling: [
      ...FINNIC,
      [/benz(?=yl)/gi, 'bens'],
      [/carbox/gi, 'karboks'],
      [/glycid/gi, 'glütsid'],
      [/yl/gi, 'üül'],
      [/(?<=p)an(?=amid|oat|[ae]?n?itril)/gi, 'aan'],
      ...(
        [
          ['one', 'oon'],
          ['ine', 'iin'],
          ['ate', 'aat'],
          ['amide', 'amiid'],
          ['nitrile', 'nitriil'],
        ] as const
      ).map(([from, to]) => ending(from, to)),
      [/piperidin(?=-)/gi, 'piperidiin'],
    ],
    tertiary: ['tert'],
    ester: (of, acid) => [`${of} ${acid}`],
  },
  // As it is spoken, in the languages of the Baltic and the Balkans.
  {
    spelling: [
      ...SPOKEN,
      [/cycl/gi, 'cikl'],
      [/c(?=[aohlr])/gi, 'k'],
      [/y/gi, 'i'],
      [/x/gi, 'ks'],
      [/kh/gi, 'k'],
    ],
    tertiary: ['terc', 'tert'],
    ester: (of, acid) => [`${of} ${acid}`, `${of}o ${acid}as`, `${of}${acid}`],
  },
];

/** Every way in which another Latin spelling writes the name; none for what is no systematic name in English. */
export function inOtherSpellings(name: string): string[] {
  if (!SYSTEMATIC.test(name) || /[^ -~]/.test(name)) return [];
  const ester = ESTER.exec(name);
  return LATIN.flatMap(({ spelling, tertiary, ester: written }) => {
    const spelled =
      ester === null
        ? [respell(name, spelling)]
        : written(respell(ester[1] ?? '', spelling), respell(ester[2] ?? '', spelling));
    return spelled.flatMap((each) => tertiary.map((tert) => each.replaceAll(/\btert(?=-but)/gi, tert)));
  });
}

function respell(name: string, spelling: Spelling): string {
  return spelling.reduce((spelled, [pattern, to]) => spelled.replace(pattern, to), name);
}
