/** Names in Latin letters as people type them who have no other keyboard at hand: Russian and its neighbours, and Chinese. */

/** Shorter ones are words by chance. */
const SHORTEST = 8;

/** Each letter, then how it is written; some write it otherwise. */
const CYRILLIC = tableOf(
  'а a б b в v г g д d е e ё e ж zh з z и i й j к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh щ shch ъ - ы y ь - э e ю ju я ja ' +
    'і i ї ji є je ґ g ў u қ q ғ g ҳ h җ j ң n ө o ү u ұ u ә a һ h ј j љ lj њ nj ћ c ђ dj џ dz ҷ j ӣ i ӯ u ѓ gj ќ kj ѕ dz',
);
const AS_IN_ENGLISH = tableOf('й y х kh ц ts ю yu я ya ї yi є ye');
/** What letters look like rather than what they sound like ("KpacHbIu'"). */
const BY_LOOKS = tableOf(
  "а a б 6 в b г r д d е e ё e ж zh з 3 и u й u' к k л l м m н h о o п n р p с c т t у y ф qp х x ц u ч 4 ш w щ w ъ - ы bi ь b э 3 ю io я 9",
);

/** Toneless pinyin of the characters that names of chemistry are made of. */
const PINYIN = tableOf(
  '基 ji 苯 ben 乙 yi 酸 suan 甲 jia 酯 zhi 啶 ding 哌 pai 酮 tong 胺 an 甘 gan 油 you 丁 ding 缩 suo 水 shui 丙 bing 氧 yang 酰 xian 溴 xiu ' +
    '黄 huang 氨 an 麻 ma 环 huan 氯 lv 二 er 叔 shu 代 dai 烷 wan 氟 fu 碱 jian 苄 bian 亚 ya 羧 suo 碘 dian 素 su 邻 lin 腈 jing 胡 hu 椒 jiao ' +
    '伪 wei 去 qu 异 yi 戊 wu 芬 fen 太 tai 尼 ni 妮 ni 角 jiao 羰 tang 对 dui 己 ji 樟 zhang 麦 mai 酐 gan 磷 lin 盐 yan 氢 qing 羟 qiang 钠 na ' +
    '醋 cu 氰 qing 化 hua 醛 quan 醇 chun 并 bing 内 nei 一 yi 晶 jing 单 dan 质 zhi 精 jing 新 xin 克 ke 汀 ting 醚 mi 六 liu 吡 bi 硫 liu 三 san ' +
    '仿 fang 液 ye 诺 nuo 脱 tuo 粉 fen 月 yue 青 qing 硝 xiao 消 xiao 旋 xuan 卡 ka 西 xi 红 hong 赤 chi 白 bai 次 ci 体 ti 粒 li 结 jie 檫 cha ' +
    '树 shu 洋 yang 茉 mo 莉 li 里 li 斯 si 茴 hui 伽 jia 马 ma 高 gao 锰 meng 钾 jia 大 da 酚 fen',
);
/** Two characters are hardly ever more than a part of a name. */
const FEWEST_CHARACTERS = 3;

/** None of what is in Latin letters already, of short names, and of characters that have no Latin form here. */
export function inLatinLetters(name: string): string[] {
  const plain = name.toLowerCase();
  if (/\p{Script=Cyrillic}/u.test(plain)) return inStyles(plain);
  if ((plain.match(/\p{Script=Han}/gu) ?? []).length < FEWEST_CHARACTERS) return [];
  return longEnough([replaced(plain, /\p{Script=Han}/gu, PINYIN, ' ')]);
}

function inStyles(name: string): string[] {
  const letters = /\p{Script=Cyrillic}/gu;
  const styles = [CYRILLIC, new Map([...CYRILLIC, ...AS_IN_ENGLISH]), BY_LOOKS];
  return longEnough(styles.map((style) => replaced(name, letters, style, '')));
}

/** Empty where a letter is not in the table. */
function replaced(name: string, letters: RegExp, table: ReadonlyMap<string, string>, joint: string): string {
  const known = (name.match(letters) ?? []).every((letter) => table.has(letter));
  if (!known) return '';
  return name.replace(letters, (letter, at: number) => {
    const joins = at > 0 && /\p{Script=Han}/u.test(name[at - 1] ?? '');
    return `${joins ? joint : ''}${table.get(letter) ?? ''}`;
  });
}

function longEnough(names: readonly string[]): string[] {
  return names.filter((name) => name.replace(/[^a-z]/g, '').length >= SHORTEST);
}

/** Pairs parted by blanks; "-" is nothing. */
function tableOf(pairs: string): ReadonlyMap<string, string> {
  const cells = pairs.split(' ');
  return new Map(
    cells.flatMap((cell, i) =>
      i % 2 === 0 ? [[cell, cells[i + 1] === '-' ? '' : (cells[i + 1] ?? '')]] : [],
    ),
  );
}
