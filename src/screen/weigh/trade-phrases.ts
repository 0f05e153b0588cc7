/** Words of a trade in chemicals, in all languages, by sign; see offer-signs.ts. */

export const TRADE_PHRASES = {
  'cas-label': `
      cas, cas no, cas nr, cas number, cas rn, cas registry, numéro cas, número cas, n° cas, nº cas, CAS-Nummer,
      CAS-Nr, numer cas, cas numarası, номер cas, cas номер, رقم cas, cas号, cas編號, cas番号, cas번호, cas 번호`,
  chemical: `
      coa, certificate of analysis, assay, hplc, nmr, intermediate*, precursor*, research chemical*,
      lab chemical*, fine chemical*, chemical, chemicals, raw material*, reagent, reagents, molecular weight,
      molecular formula, pharmaceutical intermediate*, purity, high purity, building block*, api intermediate*,
      pureza, alta pureza, precursores, precursor químico, intermedio farmacéutico, intermedios farmacéuticos,
      producto químico, productos químicos, reactivo químico, materia prima, certificado de análisis,
      precursores químicos, intermediário*, produto químico, produtos químicos, reagente*, matéria-prima,
      pureté, haute pureté, précurseur*, produit chimique, produits chimiques, réactif*, matière première,
      certificat d'analyse, purezza, prodotto chimico, prodotti chimici, reagente chimico,
      Reinheit, Chemikalie*, Chemiehandel, Reagenz*, Vorläufer*, Vorstufe*, Grundstoff*, Zwischenprodukt*,
      Analysenzertifikat*, Rohstoff*, zuiverheid, chemicalië*, chemische stof*, grondstof*,
      tussenproduct*, precursoren, химреактив*, реактив*, прекурсор*, чистота, чистотой, химия оптом,
      химическ*, химикат*, сырье, сырьё, полупродукт*, реагент*, степень очистки, хімічн*, чистота,
      czystość, czystosc, czystości, odczynnik*, chemikali*, prekursor*, półprodukt*, związek chemiczny,
      surowiec, surowce, chemiczn*, čistota, chemikálie, saflık, saflik, saflıkta, kimyasal*, reaktif*,
      öncü madde*, hammadde*, ara madde*, analiz sertifikası, نقاء, النقاء, بنقاء, كيميائي, كيميائية,
      كيماوي, كيماويات, مواد كيميائية, المواد الكيميائية, مادة كيميائية, المواد الخام, مواد خام, سلائف,
      纯度, 含量, 中间体, 医药中间体, 有机中间体, 原料, 原料药, 化工, 化学品, 试剂, 分子式, 分子量, 高纯, 精细化工, 純度, 中間体,
      試薬, 化学品, 순도, 중간체, 시약, 화학물질, 원료, độ tinh khiết, hóa chất, bahan kimia, kemurnian`,
  'physical-form': `
      powder, powders, crystal, crystals, crystalline, liquid, oil, solid, drum, drums, bulk, bags, flakes,
      hydrochloride, hcl, polvo, aceite, cristales, líquido, tambor, bidón, bidones, em pó, óleo, cristais,
      poudre, huile, cristaux, liquide, fûts, polvere, olio, cristalli, Pulver, Öl, Kristalle,
      kristallin, Flüssigkeit, Fass, Fässer, poeder, olie, kristallen, vloeistof, vaten, порошок,
      порошка, масло, масла, кристаллы, кристалл, жидкость, бочка, бочки, бочках, proszek, proszku, olej,
      kryształy, ciecz, beczka, beczki, prášek, krystaly, toz, tozu, yağ, yağı, kristal, sıvı, varil, مسحوق,
      بودرة, زيت, بلورات, سائل, برميل, براميل, 粉末, 粉, 油, 晶体, 结晶, 液体, 固体, 桶, 結晶, 粉體, 분말, 오일, 결정, 액체, dạng bột, tinh thể, bubuk`,
  maker: `
      supplier, suppliers, manufacturer, manufacturers, factory, vendor, exporter, wholesaler, proveedor,
      proveedores, fabricante, fabricantes, distribuidor, fornecedor, fornecedores, fournisseur,
      fournisseurs, fabricant, fornitore, produttore, Hersteller, Lieferant, Lieferanten, leverancier,
      fabrikant, поставщик, производитель, поставщики, завод, постачальник, виробник, dostawca, producent,
      dodavatel, výrobce, tedarikçi, üretici, fabrika, imalatçı, مورد, موردين, المورد, مصنع, الشركة المصنعة,
      厂家, 工厂, 供应商, 生产商, 廠家, 供應商, メーカー, 製造元, 제조사, 공급업체, nhà cung cấp, pemasok, pabrik`,
} as const;
