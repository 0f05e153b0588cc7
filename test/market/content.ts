/** The market's texts: one table of words per language, the watched identifiers, and harmless chemicals. */
import ar from './content/ar.json' with { type: 'json' };
import chemicals from './content/chemicals.json' with { type: 'json' };
import de from './content/de.json' with { type: 'json' };
import en from './content/en.json' with { type: 'json' };
import es from './content/es.json' with { type: 'json' };
import fr from './content/fr.json' with { type: 'json' };
import identifiers from './content/identifiers.json' with { type: 'json' };
import ja from './content/ja.json' with { type: 'json' };
import nl from './content/nl.json' with { type: 'json' };
import pl from './content/pl.json' with { type: 'json' };
import pt from './content/pt.json' with { type: 'json' };
import ru from './content/ru.json' with { type: 'json' };
import tr from './content/tr.json' with { type: 'json' };
import zh from './content/zh.json' with { type: 'json' };

export type Language = 'ar' | 'de' | 'en' | 'es' | 'fr' | 'ja' | 'nl' | 'pl' | 'pt' | 'ru' | 'tr' | 'zh';

/** One watched substance: its tier, CAS number, an ambiguous short name if any, and its names by language. */
export type Identifier = {
  readonly substance: string;
  readonly tier: string;
  readonly cas: string;
  readonly abbreviation: string | null;
  readonly names: Readonly<Partial<Record<Language, readonly string[]>>>;
};

/** A text that looks suspicious and is not. */
type Negative = {
  readonly category: string;
  /** Which makes of shop it fits. */
  readonly place: string;
  readonly title: string;
  readonly text: string;
  /** Euro; 0 where nothing is sold. */
  readonly price: number;
};

export type Words = {
  readonly code: string;
  readonly direction: string;
  readonly name: string;
  readonly ui: Readonly<typeof en.ui>;
  /** Noun, category, price in euro. */
  readonly goods: readonly (readonly (string | number)[])[];
  readonly colours: readonly string[];
  readonly conditions: readonly string[];
  readonly cities: readonly string[];
  readonly givenNames: readonly string[];
  readonly familyNames: readonly string[];
  readonly sentences: readonly string[];
  readonly again: string;
  readonly edited: string;
  /** `{x}` is the identifier, `{q}` the pack, `{c}` the contacts. */
  readonly offer: {
    readonly neutralTitles: readonly string[];
    readonly titles: readonly string[];
    readonly sentences: readonly string[];
    readonly contact: string;
  };
  readonly digits: readonly string[];
  readonly replies: readonly string[];
  readonly negatives: readonly Negative[];
};

export const WORDS: Readonly<Record<Language, Words>> = { ar, de, en, es, fr, ja, nl, pl, pt, ru, tr, zh };

export const IDENTIFIERS: readonly Identifier[] = identifiers;

/** Ordinary laboratory goods that are on no watch-list. */
export const CHEMICALS: readonly {
  readonly cas: string;
  readonly price: number;
  readonly names: Readonly<Partial<Record<Language, string>>>;
}[] = chemicals;

/** Signs of illicit trade that FinCEN (FIN-2024-A002) and the US Department of Justice have published. */
export const RED_FLAG_SENTENCES = [
  'Exit and entry customs clearance included.',
  '100% stealth shipping guaranteed.',
  'Mexico hot sale. Payment in bitcoin or tether.',
  'Payment in bitcoin accepted, exit and entry customs clearance by us.',
] as const;

/** Invented makers, the same in every language. */
export const BRANDS = [
  'Velmora',
  'Tarnix',
  'Oskaline',
  'Brundle',
  'Kestrova',
  'Lumetta',
  'Pavrik',
  'Quillon',
  'Torvella',
  'Nimbrook',
  'Halvik',
  'Zerrano',
] as const;

export const PACKS = ['100 g', '250 g', '500 g', '1 kg', '5 kg', '25 kg'] as const;
