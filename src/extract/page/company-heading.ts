/** Knows the names of companies, and a page that is headed by one: a profile at a market, or the list of what is sold there. */
import { textInside } from '../html/outline-text.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from './page-document.ts';

/** The name of a company, in its legal form. */
const COMPANY =
  /^(?:ООО|ОАО|ЗАО|ПАО|ИП|ТОВ|PT|CV|CÔNG TY)\s|(?:\bco\.?,? ?ltd|\bltd|\binc|\bllc|\bgmbh(?: & co\.? kg)?|\bs\.?r\.?l|\bb\.?v|\bpvt\.? (?:ltd|limited)|\blimited|\bcorp(?:oration)?|\bsp\. z o\.? ?o|\bs\.r\.o|\bs\.n\.c|\bs\.a\.s|\bs\.p\.a|\bsarl|\blt[dt]a|\blda|\bd\.o\.o|\bkft|\bzrt|\boyj?|\baps|\ba\/s|\bllp|\bsdn\.? bhd|(?<!\p{L})(?:a\.ş|ltd\. şti|oü|е?оод|жшс)|有限公司|株式会社|주식회사)\.?$/iu;

/** By its legal form; a name without one is not known as a company's. */
export function isCompanyName(text: string): boolean {
  return COMPANY.test(text);
}

const LEGAL_FORM =
  /(?<!\p{L})(?:ООО|ОАО|ЗАО|ПАО|ТОВ|co\.?,? ?ltd|ltd|inc|llc|gmbh|s\.?r\.?l|b\.?v|limited|corp|sp\. z o|s\.r\.o)(?!\p{L})|有限公司|株式会社|주식회사/iu;

/** Whether a text may hold such a name anywhere. */
export function holdsCompany(text: string): boolean {
  return LEGAL_FORM.test(text);
}

/** Null where the first heading is anything else. */
export function companyHeading({ outline, parts }: PageDocument): string | null {
  const [first] = parts.headings;
  const heading = first === undefined ? '' : oneLine(textInside(outline, first), 100);
  return COMPANY.test(heading) ? heading : null;
}
