/** A watch-list of one substance, for what is the same whatever the list: the shipped one takes seconds to be read and made ready. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACK = `substances:
  - { id: norfentanyl, name: norfentanyl, family: fentanyl, tier: A, terms: [{ text: norfentanyl, language: en, source: order }],
      structures: [{ inchikey: PMCBDBWCQQBSRJ-UHFFFAOYSA-N, inchi: "InChI=1S/C14H20N2O/c1-2-14(17)16(12-6-4-3-5-7-12)13-8-10-15-11-9-13/h3-7,13,15H,2,8-11H2,1H3", smiles: "CCC(=O)N(c1ccccc1)C1CCNCC1" }],
      schedules: [{ regime: EX, list: I, effective: "2022-11-23", source: order }] }
sources: { order: An order }
`;

/** @returns a folder within the one given, for the setting PRECURSOR_WATCHLIST */
export async function writeSmallPack(folder: string): Promise<string> {
  const packs = join(folder, 'packs');
  await mkdir(packs);
  await writeFile(join(packs, 'pack.yaml'), PACK);
  return packs;
}
