/** The form of `expected.json`: what a person expects to be read from the page that is saved beside it. */
import { z } from 'zod';
import { contact, listing, listingSeller, price } from '../src/model/listing.ts';
import { PAGE_KINDS } from '../src/model/page.ts';

const expectedListing = listing.partial().extend({
  price: price.partial().nullable().optional(),
  seller: listingSeller.partial().nullable().optional(),
  contacts: z.array(contact.partial()).optional(),
});

export const savedPageFile = z
  .strictObject({
    $schema: z.string().optional(),
    url: z.url({ protocol: /^https?$/ }).describe('Where the page was fetched.'),
    contentType: z
      .string()
      .optional()
      .describe('What the server said of it, with the charset; text/html if left out.'),
    fetchedAt: z.iso
      .datetime()
      .optional()
      .describe('When it was fetched: "2 days ago" is counted back from it.'),
    kind: z
      .enum(PAGE_KINDS)
      .describe('detail: one listing; list: several; other: no offer; blocked: a wall.'),
    next: z.string().nullable().optional().describe('Address of the page that goes on with a list.'),
    count: z.int().nonnegative().optional().describe('How many listings there are.'),
    listings: z
      .array(expectedListing)
      .optional()
      .describe(
        'The listings in the order of the page, or the first of them. Only what is written is compared: null says that ' +
          'the page does not tell it; "source" that a field is read by the selectors of the site file ("site").',
      ),
  })
  .describe(
    "Stands in SITE.pages/NAME/expected.json beside SITE's file, together with page.html. `precursor-watch capture` " +
      'makes both, a person corrects what is wrong, `precursor-watch sites check` compares.',
  );
export type SavedPageFile = z.infer<typeof savedPageFile>;
