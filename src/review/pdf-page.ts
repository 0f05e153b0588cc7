/** A PDF document with a marking on every page, and text that comes from anywhere. */
import PDFDocument from 'pdfkit';
import type { Marking } from '../model/export-api.ts';

/** The colours of TLP 2.0 on black. */
const COLOURS: Readonly<Record<Marking, string>> = {
  'TLP:RED': '#FF2B2B',
  'TLP:AMBER+STRICT': '#FFC000',
  'TLP:AMBER': '#FFC000',
  'TLP:GREEN': '#33FF00',
  'TLP:CLEAR': '#FFFFFF',
};

const MARGIN = 56;
const SIZE = { title: 15, heading: 11, text: 9 } as const;
const OTHER_SCRIPTS = 'other scripts';
/** What the built-in fonts can draw: the characters of Windows-1252. */
const LATIN = /^[\n\x20-\x7e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/u;

export type PdfPage = {
  readonly title: (text: string) => void;
  readonly heading: (text: string) => void;
  /** `marks` are spans of the text to be underlined, in order and apart. */
  readonly text: (text: string, marks?: readonly { readonly start: number; readonly end: number }[]) => void;
  /** A name and what is known of it; unknown is left out. */
  readonly field: (name: string, value: string | number | null) => void;
  readonly newPage: () => void;
  /** Attaches a file, which holds every character as it was. */
  readonly attach: (name: string, text: string, now: Date) => void;
  /** Ends the document: page numbers and markings are drawn last. */
  readonly end: (footer: string) => void;
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** @param font file of a font for what is not Latin; null writes such characters by their numbers */
export function openPdf(marking: Marking, title: string, font: string | null, now: Date): PdfPage {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: 'en',
    info: { Title: title, CreationDate: now, ModDate: now, Keywords: marking },
  });
  if (font !== null) doc.registerFont(OTHER_SCRIPTS, font);
  const fontFor = (text: string, plain: string) =>
    font === null || LATIN.test(text) ? plain : OTHER_SCRIPTS;
  const shown = (text: string) => (font === null ? drawable(text) : withoutControls(text));
  const write = (text: string, size: number, plain: string, options: PDFKit.Mixins.TextOptions = {}) => {
    const ready = shown(text);
    doc.font(fontFor(ready, plain)).fontSize(size).text(ready, options);
  };
  return {
    title: (text) => write(text, SIZE.title, 'Helvetica-Bold'),
    heading: (text) => {
      doc.moveDown(0.8);
      write(text, SIZE.heading, 'Helvetica-Bold');
      doc.moveDown(0.2);
    },
    text: (text, marks = []) => {
      for (const { piece, marked, last } of pieces(text, marks)) {
        write(piece, SIZE.text, marked ? 'Helvetica-Bold' : 'Helvetica', {
          continued: !last,
          underline: marked,
        });
      }
    },
    field: (name, value) => {
      if (value === null || value === '') return;
      write(`${name}: `, SIZE.text, 'Helvetica-Bold', { continued: true });
      write(String(value), SIZE.text, 'Helvetica');
    },
    newPage: () => doc.addPage(),
    attach: (name, text, at) => {
      doc.file(Buffer.from(text), { name, type: 'application/json', creationDate: at, modifiedDate: at });
    },
    end: (footer) => {
      const { start, count } = doc.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        doc.switchToPage(start + index);
        drawMargins(doc, marking, `${drawable(footer)}   ${index + 1} / ${count}`);
      }
      doc.end();
    },
    chunks: doc as AsyncIterable<Uint8Array>,
  };
}

/** Header and footer stand in the margins, where text would begin a new page by itself. */
function drawMargins(doc: PDFKit.PDFDocument, marking: Marking, footer: string): void {
  const { width, height, margins } = doc.page;
  const [top, bottom] = [margins.top, margins.bottom];
  margins.top = 0;
  margins.bottom = 0;
  doc.font('Helvetica-Bold').fontSize(12);
  const box = doc.widthOfString(marking) + 12;
  for (const y of [20, height - 38]) {
    doc.rect(width - MARGIN - box, y, box, 18).fill('#000000');
    doc.fillColor(COLOURS[marking]).text(marking, width - MARGIN - box + 6, y + 4, { lineBreak: false });
  }
  doc.fillColor('#000000').font('Helvetica').fontSize(7);
  doc.text(footer, MARGIN, height - 32, { lineBreak: false });
  margins.top = top;
  margins.bottom = bottom;
}

/** The text in pieces that are marked or not; never none, so that the line ends. */
function pieces(text: string, marks: readonly { readonly start: number; readonly end: number }[]) {
  const found: { piece: string; marked: boolean; last: boolean }[] = [];
  const add = (piece: string, marked: boolean) => {
    if (piece !== '') found.push({ piece, marked, last: false });
  };
  let at = 0;
  for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end <= start) continue;
    add(text.slice(at, start), false);
    add(text.slice(start, end), true);
    at = end;
  }
  add(text.slice(at), false);
  const last = found.at(-1);
  if (last === undefined) return [{ piece: ' ', marked: false, last: true }];
  last.last = true;
  return found;
}

/** Characters that the built-in fonts lack are written by number: something is there, and the attached file says what. */
function drawable(text: string): string {
  return Array.from(withoutControls(text), (character) =>
    LATIN.test(character)
      ? character
      : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  ).join('');
}

/** Tabs and line ends become what they look like; other control characters and marks of direction are written by number. */
function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(
      /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu,
      (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
