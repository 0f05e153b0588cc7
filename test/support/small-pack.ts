/** A watch-list of one substance, for what is the same whatever the list: the shipped one takes seconds to be read and made ready. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACK = `substances:
  - { id: norfentanyl, name: norfentanyl, family: fentanyl, tier: A, terms: [{ text: norfentanyl, language: en, source: order }],
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
