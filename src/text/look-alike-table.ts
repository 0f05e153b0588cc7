/** Which letters, digits and signs look like which: data of UTS #39 (confusables, Unicode 17), and the digits written for letters. */

/**
 * Groups of characters that stand for the first one, after normalising (lower case, no accents). Digits stand with the letters
 * that they are written for; i, l, 1 and | are one.
 */
export const ALIKE = [
  '6ⳓϭⳝꮾ',
  'aаαɑᴀ4ªꮞꭺᗅꓮ',
  'bвьβʙ8ȣƅꮟᑲᖯꞵⲃᏼᗷꓐɓᑳƃбƀҍѣ',
  'cсϲᴄⲥငၚꮯꓚȼҫ',
  'dԁᴅđðꮷᑯꓒꭰᗞᗪꓓɗɖƌ',
  'eеεᴇ3єҽɜȝʒꝫⲝⳅⳍзӡҙꬲⴹꭼꓰɇҿ',
  'fғꜰƒꬵꞙẝքϝᖴꓝᵮ',
  'gɡɢ9ꝯⳋᶃƍցԍꮐᏻꓖɠǥ',
  'hһнʜħհꮒⲏꮋᕼꓧɦꚕᏺⱨңћӊӈ',
  'iіιıɩɪ1lʟłӏၥⲓꙇւꭵɨᵻᵼǀוןاߊⵏᛁꓲⳑꮮᒪꓡɭƚɫٳꞁ',
  'jјᴊϳʝꭻᒍꓙɉ',
  'kкκᴋⲕꮶᛕꓗƙⱪқꝁҟ',
  'mмᴍϻⲙꮇᗰᛖꓟӎ',
  'nпηɴոռⲛꓠɳƞŋղɲᵰ',
  'oоοᴏ0øօσᴑꬽⲟჿסهھہەഠဝⵔዐଠꓳۿꬾⵁɵꝋⲑөѳꮎꮻⴱꭴთတ',
  'pрρᴘþƿϸⲣⳏꮲᑭꓑƥᵽ',
  'qԛգզⵕʠ',
  'rгяʀᴦɾꭇꭈⲅꮁꭱꮢᖇꓣɽɼɍᵲ',
  's5ѕꜱƽടꮪտꮥꓢʂᵴ',
  't7тτᴛŧⲧꭲꓔƭⱦʈҭᵵ',
  'uυսᴜμꞟꭎꭒʋሀᑌꓴџᵾꮜʉ',
  'vνѵᴠטꮩⴸᐯꛟꓦ',
  'wωԝᴡѡɯⲽшաꮃꮤꓪѽꝡ',
  'xхχᕁᕽꭓⲭⵝᚷꓫҳ',
  'yуʏүγɣᶌỿꭚⲩყꭹꮍꓬƴɏұ',
  'z2ᴢꝛƨϩꙅᒿꛯꧏરƻꮓζꓜʐƶȥᵶ',
] as const;

/** Signs that stand for a letter only before a letter or digit; elsewhere they separate. The first of each is the letter. */
export const ALIKE_SIGNS = [
  'a@⍺⍶',
  'c¢₡',
  'd₫∂',
  'e€℮⋿£',
  'i!⍳⍸׀⏽',
  'k₭',
  'o⊖⊝⍬',
  'p⍴',
  's$',
  't⊤⟙⍡₮',
  'u∪⋃',
  'v∨⋁',
  'w₩',
  'x×᙮⤫⤬⨯᙭╳⨰',
  'y¥',
] as const;

/** Signs that are put in place of a letter whichever it is, and otherwise separate. Those of ALIKE_SIGNS are put so too. */
export const MASK_SIGNS = '*#+%&?~^_=§°•·|…';

/** Letters and signs beyond U+FFFF that look like the first of their group: the normaliser puts that in their place. */
export const ALIKE_SUPPLEMENTARY = [
  '3𝈆𖼻𑣊𞣉',
  '4𑣏',
  '5𑣛',
  '6𑣕',
  '7𝈒𐓺𑣆',
  '8𞣋𐌚',
  '9𑣌𑣖',
  'a𖽀𐊠',
  'b𖻑𐊂𐊡𐌁',
  'c𐐽🝌𑣲𐊢𐌂𐔜🅮',
  'e𑣎𐊆',
  'f𝈓𑣂𐊇𐊥𐔥',
  'h𐋏',
  'i𑣃',
  'k𐔘',
  'l𐌠𞣇𖼨𐊊𐌉𑷚𖻅𝈪𖼖𑣒𐑃𐔦',
  'm𐊰𐌑',
  'n𐔓𐆎',
  'o𐓪𑣈𑣗𐐬𐊒𐊫𐔖𝈚🜔',
  'p𐊕',
  'r𝈖𐓜𖼵',
  's𑣁𐑈𖼺𐊖',
  't🝨𖼊𑣜𐊗𐊱𐌕',
  'u𐓶𑣘𖽂',
  'v𑜆𑣀𝈍𖼈𐔝𐆗🜈',
  'w𑜊𑜎𑜏𑣯𑓅',
  'x𐌢𑣬𐊐𐊴𐌗𐔧𐆖',
  'y𖽃𑣄𐊲',
  'z𐋵𑣉',
] as const;
