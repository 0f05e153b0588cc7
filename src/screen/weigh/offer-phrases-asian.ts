/** What sellers write in the languages of East, South and South-East Asia, by sign of an offer; see offer-signs.ts. */
import type { OfferPhrases } from './phrase-group.ts';

export const ASIAN_OFFERS: Readonly<Record<string, OfferPhrases>> = {
  zh: {
    'in-stock': `
      现货, 有货, 库存, 現貨, 有貨, 庫存, 备货, 充足供应, 货源充足, 货源稳定, 到货, 常备, 即时发货, 可立即发货`,
    'for-sale': `
      出售, 销售, 供应, 售卖, 热销, 热卖, 在售, 待售, 求售, 转让, 立即购买, 在线订购, 立即下单, 欢迎下单, 欢迎订购,
      欢迎选购, 欢迎采购, 下单, 订货, 加入购物车, 特价, 促销, 厂家供应, 长期供应, 大量供应, 提供现货, 出货, 销售中,
      銷售, 供應, 熱銷, 訂購, 特價`,
    wanted: '求购, 收购, 采购, 寻货, 求購, 收購',
    quote: `
      报价, 询价, 询盘, 议价, 面议, 电议, 价格优惠, 价格面议, 价格从优, 优惠价, 低价, 联系我们, 欢迎咨询, 欢迎来电,
      欢迎联系, 欢迎洽谈, 来电咨询, 在线咨询, 咨询客服, 联系客服, 加微信, 联系电话, 私聊, 私信, 報價, 詢價, 聯繫我們,
      歡迎諮詢`,
    wholesale: `
      批发, 厂家直销, 厂家, 工厂直销, 出厂价, 批发价, 量大从优, 量大优惠, 大量现货, 起订量, 起批, 起订, 元/公斤, 元/千克,
      批發, 廠家直銷, 量大從優`,
    delivery: `
      包邮, 发货, 快递, 送货, 全球发货, 顺丰, 全国配送, 配送上门, 送货上门, 物流, 免运费, 发往, 可寄, 邮寄, 空运, 海运,
      免费样品, 样品提供, 可提供样品, 包郵, 發貨, 快遞, 送貨, 免運費`,
    word: '购买, 订购, 价格, 优惠, 咨询, 售价, 单价, 价钱, 销量, 買, 價格, 優惠, 諮詢, 购物, 商家, 店铺, 出口',
  },
  ja: {
    'in-stock': '在庫あり, 在庫有り, 在庫, 即納, 入荷, 再入荷, 即日発送',
    'for-sale':
      '販売, 販売中, 売ります, お売りします, 購入はこちら, カートに入れる, 今すぐ購入, 注文受付, ご注文, 取り扱い中, 特価, 出品',
    wanted: '買います, 買取, 求む, 探しています',
    quote:
      '見積, お見積り, お問い合わせ, お問合せ, 価格はお問い合わせ, ご相談ください, ご連絡ください, dmください',
    wholesale: '卸売, 卸価格, まとめ買い, 大量注文, 最小注文, 工場直送, 大口',
    delivery: '送料無料, 発送, 即日出荷, 出荷, 配送, お届け, 海外発送, 無料サンプル',
    word: '価格, 購入, 注文, 値段, 税込, 送料',
  },
  ko: {
    'in-stock': '재고, 재고 있음, 재고있음, 즉시 발송, 즉시발송, 바로 구매, 입고',
    'for-sale':
      '판매, 판매중, 판매합니다, 팝니다, 팔아요, 구매하기, 장바구니, 주문하기, 주문하세요, 주문 가능, 특가',
    wanted: '삽니다, 구합니다, 매입',
    quote: '견적, 문의, 문의주세요, 문의 바랍니다, 연락주세요, 연락 바랍니다, 가격문의, 가격 문의',
    wholesale: '도매, 대량 구매, 대량구매, 최소 주문, 공장 직판, 공장도가',
    delivery: '배송, 무료배송, 무료 배송, 택배, 해외배송, 당일발송, 무료 샘플',
    word: '가격, 구매, 주문, 구입',
  },
  vi: {
    'in-stock': 'sẵn hàng, còn hàng, có sẵn, hàng có sẵn, hàng sẵn',
    'for-sale':
      'cần bán, đang bán, bán buôn, bán lẻ, chuyên bán, mua ngay, đặt hàng, đặt mua, thêm vào giỏ, cung cấp',
    wanted: 'cần mua, tìm nhà cung cấp',
    quote:
      'báo giá, liên hệ giá, giá liên hệ, giá tốt, giá rẻ, vui lòng liên hệ, liên hệ ngay, nhắn tin, inbox',
    wholesale: 'giá sỉ, bán sỉ, giá buôn, số lượng lớn',
    delivery: 'giao hàng, ship hàng, miễn phí vận chuyển, vận chuyển, giao tận nơi',
    word: 'giá bán, mua bán, liên hệ',
  },
  id: {
    'in-stock': 'ready stok, stok tersedia, tersedia, stok siap',
    'for-sale': 'dijual, jual, kami jual, menjual, beli sekarang, pesan sekarang, masukkan keranjang',
    wanted: 'dicari, cari supplier, dicari supplier',
    quote: 'harga terbaik, minta penawaran, hubungi kami, hubungi penjual, harga nego, nego',
    wholesale: 'grosir, harga grosir, harga pabrik, partai besar, minimal order',
    delivery: 'gratis ongkir, siap kirim, pengiriman cepat, kirim ke',
    word: 'harga, pesan, beli, pengiriman',
  },
  hi: {
    'in-stock': 'स्टॉक में, उपलब्ध है, उपलब्ध',
    'for-sale': 'बिक्री के लिए, बेचना है, अभी खरीदें, ऑर्डर करें',
    wanted: 'खरीदना है',
    quote: 'कीमत पूछें, संपर्क करें, सर्वोत्तम मूल्य',
    wholesale: 'थोक, थोक मूल्य',
    delivery: 'मुफ्त डिलीवरी, होम डिलीवरी',
    word: 'कीमत, मूल्य',
  },
  th: {
    'in-stock': 'พร้อมส่ง, มีสินค้า, มีของพร้อมส่ง, มีของ, ของพร้อม, สินค้าพร้อม',
    'for-sale': 'ขาย, จำหน่าย, สั่งซื้อ',
    wanted: 'รับซื้อ',
    quote: 'สอบถามราคา, ติดต่อเรา, ทักแชท',
    wholesale: 'ขายส่ง, ราคาส่ง, ขายเป็นกิโล, รับตัวแทน, ตัวแทนจำหน่าย',
    delivery: 'จัดส่ง, ส่งฟรี, ส่งด่วน, ส่งทั่ว, ส่งจาก',
    word: 'ราคา',
  },
  lo: {
    'in-stock': 'ພ້ອມສົ່ງ, ມີສິນຄ້າ, ມີໃນສະຕັອກ, ມີໃນສາງ, ສິນຄ້າພ້ອມ',
    'for-sale': 'ຂາຍ, ຈຳໜ່າຍ, ສັ່ງຊື້',
    wanted: 'ຮັບຊື້',
    quote: 'ສອບຖາມລາຄາ, ຕິດຕໍ່ພວກເຮົາ, ຕິດຕໍ່ສອບຖາມ, ຕິດຕໍ່ຊື້',
    wholesale: 'ຂາຍສົ່ງ, ລາຄາສົ່ງ',
    delivery: 'ຈັດສົ່ງ, ສົ່ງຟຣີ, ສົ່ງທົ່ວ, ສົ່ງເຖິງບ້ານ, ບໍລິການສົ່ງ',
    word: 'ລາຄາ',
  },
  km: {
    'in-stock': 'មានស្តុក, មានក្នុងស្តុក, មានលក់, មានទំនិញ',
    'for-sale': 'សម្រាប់លក់, លក់ជូន, បញ្ជាទិញ, ទិញឥឡូវ, ទិញឥឡូវនេះ',
    wanted: '',
    quote: 'ឆាតមក, ទាក់ទង, សូមទាក់ទង, ទំនាក់ទំនង',
    wholesale: 'លក់បោះដុំ, លក់ដុំលក់រាយ, តម្លៃដុំ, តម្លៃបោះដុំ',
    delivery: 'ដឹកជញ្ជូន, ដឹកដល់ផ្ទះ, ដឹកជូន',
    word: 'តម្លៃ',
  },
  my: {
    'in-stock': 'ပစ္စည်းရှိ, အသင့်ရှိ, လက်ဝယ်ရှိ, စတော့ရှိ',
    'for-sale': 'ရောင်းမည်, ရောင်းပါမည်, ရောင်းရန်ရှိ, ရောင်းရန်, အရောင်းဆိုင်, မှာယူနိုင်',
    wanted: 'ဝယ်လိုသည်',
    quote: 'ဆက်သွယ်ပါ, ဆက်သွယ်ရန်, ဈေးနှုန်းမေးရန်',
    wholesale: 'လက်ကားရောင်း, လက်ကားဈေး, လက်ကားစျေး, လက်ကား',
    delivery: 'အရောက်ပို့, အိမ်အရောက်ပို့, ပို့ဆောင်ပေး, ပို့ဆောင်ခ, အခမဲ့ပို့',
    word: 'စျေးနှုန်း, ဈေးနှုန်း',
  },
};
