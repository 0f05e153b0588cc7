/** What joins the parts of a number that is said: "and", and "thousand" behind its first group. */
export const SAID_AND = [
  ...[
    'and',
    'y',
    'e',
    'et',
    'thousand',
    'mil',
    'mila',
    'mille',
    'bin',
    'tysiac',
    'tysiace',
    'tysiecy',
    'tisic',
    'tisice',
  ],
  ...['тысяча', 'тысячи', 'тысяч', 'тисяча', 'тисячі', 'тисяч'],
] as const;

/** Hyphens written as words, as normalised text has them, in the languages in which digits are read as words. */
export const SAID_HYPHENS = [
  ...['dash', 'hyphen', 'minus', 'bindestrich', 'strich', 'guion', 'tiret', 'traco', 'hifen', 'trattino'],
  ...['myslnik', 'lacznik', 'kreska', 'streepje', 'koppelteken', 'tire', 'pomlcka', 'spojovnik'],
  ...[
    'дефис',
    'тире',
    'дефіс',
    'شرطة',
    '하이픈',
    '대시',
    'ハイフン',
    'strip',
    'gach',
    'kotojel',
    'streck',
    '杠',
    '横',
    'ー',
    'の',
  ],
] as const;
