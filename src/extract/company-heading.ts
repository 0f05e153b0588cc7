/** Tells a page that is headed by the name of a company: its profile at a market, or the list of what it sells there. */
import { textInside } from './outline-text.ts';
import type { PageDocument } from './page-document.ts';
import { oneLine } from './visible-text.ts';

/** The name of a company, in its legal form. */
const COMPANY =
  /^(?:ООО|ОАО|ЗАО|ПАО|ИП|ТОВ|PT|CV|CÔNG TY)\s|(?:\bco\.?,? ?ltd|\bltd|\binc|\bllc|\bgmbh(?: & co\.? kg)?|\bs\.?r\.?l|\bb\.?v|\bpvt\.? (?:ltd|limited)|\blimited|\bcorp(?:oration)?|\bsp\. z o\.? ?o|\bs\.r\.o|有限公司|株式会社|주식회사)\.?$/iu;

/** Null where the first heading is anything else. */
export function companyHeading({ outline, parts }: PageDocument): string | null {
  const [first] = parts.headings;
  const heading = first === undefined ? '' : oneLine(textInside(outline, first), 100);
  return COMPANY.test(heading) ? heading : null;
}
