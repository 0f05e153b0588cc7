/** Finds the box that says who offers the thing by name, and right below how to call them: "Name: …", "Tel.: …". */
import type { ListingSeller } from '../../model/listing.ts';
import { type Element, nearest, selfAndAncestors } from '../html/element.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Run, Survey } from '../page/survey-page.ts';
import { isCallLabel } from './main-seller.ts';
import { sellerNameIn } from './seller-name.ts';

/** Before a colon: by itself it may name a thing. */
const NAME_LABEL =
  /^(?:(?:full |contact |your contact|seller )?name|ansprechpartner|nom(?: et prénom)?|nombre|nome|naam|imię(?: i nazwisko)?|jméno|meno|имя|ім[’']я|име|ime|namn|navn|nimi|név|nume|όνομα|isim|ad soyad|tên|ชื่อ|nama|姓名|联系人|聯絡人|名前|お名前|이름|الاسم|نام|שם)\s{0,2}[:：]\s{0,2}/iu;
const MAX_NAME = 60;
const NO_NAME = /[:：@?]|\d{2}/;
/** In pieces of text: from the heading, in the box, and from the name to how to call. */
const [BEFORE, BEHIND, MAX_BOX, NEXT] = [100, 800, 30, 6];
const FRAME = new Set(['header', 'footer', 'nav']);
const FORM_TEXT = new Set(['label', 'legend', 'option', 'button']);

export type ContactCard = { readonly seller: ListingSeller; readonly texts: readonly string[] };

/** The smallest box around both pieces, where it is small and none of the frame of the site. */
function boxAround(survey: Survey, { element }: Run, last: number): Element | null {
  for (const around of selfAndAncestors(element)) {
    const surveyed = survey.elements.get(around);
    if (surveyed === undefined || surveyed.last - surveyed.first > MAX_BOX) return null;
    if (surveyed.last <= last) continue;
    return nearest(around, MAX_BOX, ({ name }) => FRAME.has(name)) === null ? around : null;
  }
  return null;
}

function cardAt(page: PageDocument, survey: Survey, at: number, heading: number): ContactCard | null {
  const { runs } = survey;
  const run = runs[at];
  const label = run && NAME_LABEL.exec(run.text)?.[0];
  if (run === undefined || label === undefined || run.place.related || run.place.hidden) return null;
  if (FORM_TEXT.has(run.element.name)) return null;
  const rest = run.text.slice(label.length);
  const told = rest === '' ? runs[at + 1] : run;
  const written = rest === '' ? (told?.text ?? '') : rest;
  if (told === undefined || written.length > MAX_NAME || NO_NAME.test(written) || isCallLabel(written))
    return null;
  const name = sellerNameIn(written);
  const from = rest === '' ? at + 2 : at + 1;
  const call = runs.slice(from, from + NEXT).findIndex(({ text }) => isCallLabel(text));
  if (name === null || call < 0) return null;
  const box = boxAround(survey, run, from + call);
  const surveyed = box && survey.elements.get(box);
  if (surveyed == null || (surveyed.first <= heading && heading < surveyed.last)) return null;
  const texts = runs.slice(from + call, Math.min(surveyed.last, from + call + NEXT)).map(({ text }) => text);
  const href = told.place.control?.attribs['href'];
  const url = href === undefined ? null : page.resolve(href);
  return { seller: { name, id: null, url, country: null }, texts: [texts.join(' ')] };
}

/** `heading` is the place of the heading among the pieces of text. */
export function contactCard(page: PageDocument, survey: Survey, heading: number): ContactCard | null {
  const end = Math.min(survey.runs.length, heading + BEHIND);
  for (let at = Math.max(0, heading - BEFORE); at < end; at++) {
    const found = cardAt(page, survey, at, heading);
    if (found !== null) return found;
  }
  return null;
}
