/** What one reader found of one listing: the same fields as a listing, each still open. */
import type { Listing, Reader } from '../../model/listing.ts';

/** A field that stands on the page and could not be read, with a sample, so that a person can see what to add. */
export type Unread = { readonly field: string; readonly reader: Reader; readonly sample: string };

export type DraftFields = Omit<Listing, 'url' | 'contacts' | 'language' | 'source' | 'attributes'> & {
  /** The listing's own address, absolute; null where the reader saw none. */
  readonly url: string | null;
  /** Texts that were marked as contacts: "tel:…", "mailto:…", or as they are shown. */
  readonly contactTexts: readonly string[];
  readonly attributes: ReadonlyMap<string, string>;
};

export type Draft = {
  readonly reader: Reader;
  readonly fields: DraftFields;
  readonly unread: readonly Unread[];
};

/** A class for its getter, which as one of a single object would keep its page until the whole heap is collected. */
class LateDraft implements Draft {
  readonly reader: Reader;
  readonly unread: readonly Unread[] = [];
  readonly #read: () => DraftFields;
  #fields: DraftFields | null = null;

  constructor(reader: Reader, read: () => DraftFields) {
    this.reader = reader;
    this.#read = read;
  }

  get fields(): DraftFields {
    this.#fields ??= this.#read();
    return this.#fields;
  }
}

/** A draft whose fields are read when they are first asked for. */
export function draftWith(reader: Reader, read: () => DraftFields): Draft {
  return new LateDraft(reader, read);
}

export const NO_FIELDS: DraftFields = {
  url: null,
  externalId: null,
  title: null,
  description: null,
  price: null,
  availability: null,
  quantity: null,
  seller: null,
  contactTexts: [],
  location: null,
  images: [],
  attributes: new Map(),
  postedAt: null,
};

/** What readers give for a page: drafts of its main offer, drafts of its cards, and addresses of offers that were only linked. */
export type Reading = {
  readonly main: readonly Draft[];
  readonly cards: readonly Draft[];
  /** Most of these are declared to be used: boards of small ads show of each where it is and since when. */
  readonly secondHand?: boolean;
  readonly links: readonly string[];
  readonly unread: readonly Unread[];
  /** The number of the page's own thing in a shop's database, with the price that stands beside it: for want of any other. */
  readonly stored?: StoredNumber | null;
};

export type StoredNumber = { readonly id: string; readonly amount: string };

export const NOTHING: Reading = { main: [], cards: [], links: [], unread: [] };

export function unread(field: string, reader: Reader, sample: string): Unread {
  return { field, reader, sample: sample.replace(/\s+/g, ' ').trim().slice(0, 80) };
}
