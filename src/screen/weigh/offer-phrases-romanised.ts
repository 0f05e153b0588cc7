/** What sellers write in Latin letters for want of another keyboard; see offer-signs.ts. */
import type { OfferPhrases } from './phrase-group.ts';

export const ROMANISED_OFFERS: Readonly<Record<string, OfferPhrases>> = {
  ru: {
    'in-stock': 'v nalichii, est v nalichii, so sklada, na sklade v',
    'for-sale': 'prodam, prodayu, prodaju, prodaetsya, prodaetsja, prodaem, predlagaem',
    wanted: 'kuplyu, kuplju, ishchu postavshchika',
    quote: 'tsena po zaprosu, cena po zaprosu, pishite v telegu, pishite v ls, pishite v lichku',
    wholesale: 'optom, opt i roznitsa, tsena za kg, cena za kg',
    delivery: 'dostavka po, otpravka tk, otpravlyaem, otpravljaem, samovyvoz, dostavim',
    word: 'dostavka, otpravka, nalichie, poroshok',
  },
  zh: {
    'in-stock': 'xianhuo, xian huo, you xianhuo, xianhuo gongying, kucun chongzu',
    'for-sale': 'chushou, chu shou, gongying, changjia zhigong, changjia zhixiao, changjia gongying',
    wanted: 'qiugou, qiu gou, shougou',
    quote:
      'weixin lianxi, feiji lianxi, dianbao lianxi, lianxi weixin, jia weixin, jiage mianyi, huanying xunjia',
    wholesale: 'pifa, gongjin qi fa, gongjin qi pi, gongjin qifa, gongjin qipi, da liang',
    delivery: 'baoyou, bao you, fahuo, fa huo, kuaidi, shunfeng',
    word: 'gongjin, lianxi, youhuo, you huo',
  },
  fa: {
    'in-stock': 'mojood, mojud, mowjood, amade tahvil',
    'for-sale': 'foroush, forush, foroushi, forooshi, baraye foroush, mifroosham, miforoosham',
    wanted: 'kharidar, kharidaram',
    quote: 'gheymat tavafoghi, tamas begirid',
    wholesale: 'omde foroushi, foroush omde, gheymat kiloyi',
    delivery: 'tahvil marz, tahvil dar, ersal be, ersal fori',
    word: 'tahvil, ersal, gheymat',
  },
  ar: {
    'in-stock': 'mawjood, mawjoud, mawjud, mawgood, motawafer, mutawafir, motawafir, moutawafer',
    'for-sale': 'lil bay3, lel bay3, lilbay3, lil bei3, lel bei3, lil bay, lilbei, ll bee3',
    wanted: 'matloub, matlob, nashtari',
    quote: 'as3ar 7asab, lil tawasol, lel tawasol, kalimna, kallemni',
    wholesale: 'bil jomla, bel gomla, bil jumla, bel jomla',
    delivery: 'tawsil la, tawseel la, tawsil ila, sha7n ila, nwasel',
    word: 'tawsil, tawseel, sha7n, bodra',
  },
};
