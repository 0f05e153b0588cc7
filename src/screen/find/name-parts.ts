/** The parts that systematic names are built of, in the scripts that are not Latin. */

/** Part in English → as it is written in Russian, Chinese, Japanese, Korean, Arabic and Persian; a cell may hold two ways. Longer parts first. */
const ROWS = `
  tert-butoxycarbonyl|трет-бутоксикарбонил|叔丁氧羰基|tert-ブトキシカルボニル|tert-부톡시카르보닐|ثالثي بوتوكسي كربونيل|ترت-بوتوکسی کربونیل
  tert-butyl|трет-бутил|叔丁基|tert-ブチル|tert-부틸/터트부틸|ثالثي بوتيل/ثلاثي البوتيل|ترت-بوتیل
  sec-butyl|втор-бутил|仲丁基|sec-ブチル|sec-부틸|بوتيل ثانوي|سک-بوتیل
  isobutyl|изобутил|异丁基|イソブチル|이소부틸|أيزوبوتيل|ایزوبوتیل
  isopropyl|изопропил|异丙基|イソプロピル|이소프로필|أيزوبروبيل/إيزوبروبيل|ایزوپروپیل
  dimethylamino|диметиламино|二甲氨基/二甲基氨基|ジメチルアミノ|디메틸아미노|ثنائي ميثيل أمينو|دی متیل آمینو
  methylamino|метиламино|甲氨基/甲基氨基|メチルアミノ|메틸아미노|ميثيل أمينو|متیل آمینو
  phenylamino|фениламино|苯氨基/苯基氨基|フェニルアミノ|페닐아미노|فينيل أمينو|فنیل آمینو
  piperidinamine|пиперидинамин|哌啶胺|ピペリジンアミン|피페리딘아민|بيبيريدين أمين|پیپریدین آمین
  piperidinone|пиперидинон|哌啶酮|ピペリジノン|피페리디논|بيبيريدينون|پیپریدینون
  piperidone|пиперидон|哌啶酮|ピペリドン|피페리돈|بيبيريدون/بيبريدون|پیپریدون/پیپیریدون
  piperidine|пиперидин|哌啶|ピペリジン|피페리딘|بيبيريدين/بيبريدين|پیپریدین/پیپیریدین
  piperidin|пиперидин|哌啶|ピペリジン|피페리딘|بيبيريدين/بيبريدين|پیپریدین/پیپیریدین
  benzodioxol|бензодиоксол|苯并二氧杂环戊烯|ベンゾジオキソール|벤조디옥솔|بنزوديوكسول|بنزودی اکسول
  glycidate|глицидат|缩水甘油酸|グリシド酸|글리시데이트/글리시드산|جليسيدات/غليسيدات|گلیسیدات
  carboxylate|карбоксилат|羧酸/甲酸|カルボン酸|카르복실레이트/카복실레이트|كربوكسيلات|کربوکسیلات
  acetoacetonitrile|ацетоацетонитрил|乙酰乙腈|アセトアセトニトリル|아세토아세토니트릴|أسيتو أسيتونيتريل/أسيتو أسيتونتريل|استو استونیتریل
  acetoacetamide|ацетоацетамид|乙酰乙酰胺|アセトアセトアミド|아세토아세트아미드|أسيتو أسيتاميد|استو استامید
  acetoacetate|ацетоацетат|乙酰乙酸|アセト酢酸|아세토아세트산|أسيتو أسيتات/أسيتو أسيتيت|استو استات
  propanamide|пропанамид|丙酰胺|プロパンアミド|프로판아미드|بروباناميد|پروپان آمید
  propionamide|пропионамид|丙酰胺|プロピオンアミド|프로피온아미드|بروبيوناميد|پروپیون آمید
  butanoate|бутаноат|丁酸|ブタン酸|부타노에이트|بيوتانوات/بوتانوات|بوتانوات
  butanamide|бутанамид|丁酰胺|ブタンアミド|부탄아미드|بوتاناميد|بوتان آمید
  butanenitrile|бутаннитрил|丁腈|ブタンニトリル|부탄니트릴|بوتان نتريل|بوتان نیتریل
  phenylethyl|фенилэтил|苯乙基|フェニルエチル|페닐에틸|فينيل إيثيل|فنیل اتیل
  phenethyl|фенетил/фенилэтил|苯乙基|フェネチル|페네틸/펜에틸|فينيثيل/فينيل إيثيل|فنتیل/فن اتیل
  ylidene|илиден|亚基|イリデン|일리덴|يليدين|ایلیدن
  aniline|анилин|苯胺|アニリン|아닐린|أنيلين|آنیلین
  anilino|анилино|苯胺基|アニリノ|아닐리노|أنيلينو |آنیلینو 
  oxirane|оксиран|环氧乙烷|オキシラン|옥시란|أوكسيران|اکسیران
  phenyl|фенил|苯基|フェニル|페닐|فينيل |فنیل 
  benzyl|бензил|苄基|ベンジル|벤질|بنزيل|بنزیل
  methyl|метил|甲基|メチル|메틸|ميثيل|متیل
  propyl|пропил|丙基|プロピル|프로필|بروبيل|پروپیل
  propan|пропан|丙|プロパン|프로판|بروبان|پروپان
  ethyl|этил|乙基|エチル|에틸|إيثيل|اتیل
  butyl|бутил|丁基|ブチル|부틸|بوتيل|بوتیل
  fluoro|фтор|氟|フルオロ|플루오로|فلورو|فلوئورو
  chloro|хлор|氯|クロロ|클로로|كلورو|کلرو
  bromo|бром|溴|ブロモ|브로모|برومو|برومو
  iodo|иод|碘|ヨード|아이오도/요오도|يودو|یدو
  alpha|альфа|α|α|알파|ألفا|آلفا
  amino|амино|氨基|アミノ|아미노|أمينو|آمینو
  amine|амин|胺|アミン|아민|أمين|آمین
  oxo|оксо|氧代|オキソ|옥소|أوكسو|اکسو
  bmk|BMK/БМК|BMK|BMK|BMK|BMK|BMK
  pmk|PMK/ПМК|PMK|PMK|PMK|PMK|PMK
  boc|Boc/Бок|Boc|Boc|Boc/보크|بوك/Boc|بوک/Boc
  one|он|酮|オン|온|أون|اون
  yl|ил|基|イル|일|يل|یل
  ol|ол|醇|オール|올|أول|اول
  n|N|N|N|N|N|N
  h|H|H|H|H|H|H`;

const PARTS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  ROWS.trim()
    .split('\n')
    .map((row) => {
      const [part = '', ...cells] = row.trim().split('|');
      return [part, cells.map((cell) => cell.split('/'))] as const;
    }),
);
const PART = new RegExp(`${[...PARTS.keys()].join('|')}|[a-z]+`, 'gi');
const ESTER =
  /^(tert-butyl|sec-butyl|isobutyl|isopropyl|butyl|propyl|ethyl|methyl) (.+(?:carboxyl|butano|glycid|acetoacet)ate)$/i;

/** Figures place the groups, or a code stands for what bears them. */
const SYSTEMATIC =
  /[a-z]{4}.*\d|\d.*[a-z]{4}|[bp]mk .*glycidate|glycidate.* [bp]mk|^(?:\w+ )?alpha-[a-z]{4}/i;
const RUSSIAN = 0;
const CHINESE = 1;
const JAPANESE = 2;
const KOREAN = 3;
const ARABIC = 4;
const PERSIAN = 5;
/** Part in Russian → in English, for names that are read and not written; of two the first one above. */
export const FROM_RUSSIAN: ReadonlyMap<string, string> = new Map(
  [...PARTS]
    .toReversed()
    .flatMap(([part, scripts]) =>
      (scripts[RUSSIAN] ?? [])
        .filter((written) => /^\p{Script=Cyrillic}/u.test(written))
        .map((written) => [written.toLowerCase(), part] as const),
    ),
);

/** Two ways for each of three parts. */
const MOST = 6;

/** None where a part is not known: half a name is none. */
export function inOtherScripts(name: string): string[] {
  if (/[^ -~]/.test(name) || !SYSTEMATIC.test(name)) return [];
  const ester = ESTER.exec(name);
  if (ester === null)
    return [RUSSIAN, CHINESE, JAPANESE, KOREAN, ARABIC, PERSIAN].flatMap((script) => write(name, script));
  const [, of = '', acid = ''] = ester;
  const both = (script: number, join: (of: string, acid: string) => string[]) =>
    write(of, script).flatMap((its) => write(acid, script).flatMap((of) => join(its, of)));
  return [
    ...both(RUSSIAN, (its, of) => [`${its} ${of}`]),
    ...both(CHINESE, (its, of) => [`${of}${its.replace(/基$/, '酯')}`]),
    ...both(JAPANESE, (its, of) => [`${of}${its}`, `${its} ${of.replace('カルボン酸', 'カルボキシラート')}`]),
    ...[KOREAN, ARABIC, PERSIAN].flatMap((script) => both(script, (its, of) => [`${its} ${of}`])),
  ];
}

function write(name: string, script: number): string[] {
  let written = [''];
  let from = 0;
  for (const { 0: part, index } of name.matchAll(PART)) {
    const cells = PARTS.get(part.toLowerCase())?.[script];
    if (cells === undefined) return [];
    const between = name.slice(from, index);
    written = written.flatMap((start) => cells.map((cell) => `${start}${between}${cell}`)).slice(0, MOST);
    from = index + part.length;
  }
  return written.map((start) => `${start}${name.slice(from)}`);
}
