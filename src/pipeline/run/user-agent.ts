/** How we name ourselves: product, version and where the people behind it can be reached. */
import { OperatorError } from '../../model/errors.ts';
import { PRODUCT, VERSION } from '../../model/product.ts';
import type { Site } from '../../model/site.ts';

/** For pages that a person asks for or a site of the operator: needs the operator's contact. @throws OperatorError 'refused' */
export function userAgent(contact: string | null): string {
  if (contact === null) {
    throw new OperatorError(
      'refused',
      'No site is visited before a contact address is set.',
      'Set PRECURSOR_CONTACT to an e-mail address or web page where site owners can reach you.',
    );
  }
  return `${PRODUCT}/${VERSION} (+${contact.includes('://') ? contact : `mailto:${contact}`})`;
}

/** The practice market is our own process and needs no contact. */
export function userAgentOf(site: Pick<Site, 'practice'>, contact: string | null): string {
  return site.practice ? `${PRODUCT}/${VERSION} (practice market)` : userAgent(contact);
}
