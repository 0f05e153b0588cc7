/** The report of one alert, of a query or of one seller, with its evidence, as a PDF that carries the data along. */
import { REASON_TEXTS } from '../model/alert.ts';
import type { AlertDetail, Decision } from '../model/api.ts';
import { TECHNIQUE_WORDS } from '../model/assessment.ts';
import type { Marking } from '../model/export-api.ts';
import { count } from '../text/count.ts';
import { openPdf, type PdfPage } from './pdf-page.ts';

/** Of one field of a listing; the attached file has all of it. */
const LONGEST_TEXT = 6000;
const MOST_SIGHTINGS = 40;

export type ReportFrame = {
  readonly marking: Marking;
  readonly by: string;
  readonly now: Date;
  /** File of a font for what is not Latin. */
  readonly font: string | null;
};

export async function* writeReport(
  alerts: AsyncIterable<AlertDetail>,
  { marking, by, now, font }: ReportFrame,
): AsyncGenerator<Uint8Array> {
  const page = openPdf(marking, 'Precursor Watch: report', font, now);
  const all: AlertDetail[] = [];
  for await (const alert of alerts) all.push(alert);
  drawCover(page, all, by, now);
  for (const alert of all) {
    page.newPage();
    drawAlert(page, alert);
  }
  page.attach(
    'alerts.json',
    JSON.stringify({ marking, exportedBy: by, exportedAt: now.toISOString(), alerts: all }),
    now,
  );
  page.end(`Precursor Watch, ${now.toISOString()}, by ${by}`);
  yield* page.chunks;
}

function drawCover(page: PdfPage, alerts: readonly AlertDetail[], by: string, now: Date): void {
  page.title(
    alerts.length === 1 ? `Report on alert ${alerts[0]?.id}` : `Report on ${count(alerts.length, 'alert')}`,
  );
  page.field('Made', `${now.toISOString()} by ${by}`);
  page.text(
    'Texts are as they stood on the page; contacts are masked where dots stand. The attached file alerts.json holds every character.',
  );
  page.heading('Alerts');
  for (const alert of alerts) {
    page.text(
      `${alert.id}  ${alert.severity}  ${alert.outcome ?? alert.state}  ${alert.site.name}  ${alert.title ?? ''}`,
    );
  }
}

function drawAlert(page: PdfPage, alert: AlertDetail): void {
  page.title(`Alert ${alert.id}: ${alert.title ?? 'without title'}`);
  page.field('Substances', alert.substances.map(({ name }) => name).join(', '));
  page.field('Severity and score', `${alert.severity}, ${alert.score}`);
  page.field('State', alert.outcome === null ? alert.state : `${alert.state}: ${alert.outcome}`);
  page.field('Site', alert.site.name);
  page.field('Opened, last revised', `${alert.openedAt}, ${alert.revisedAt} (revision ${alert.revision})`);
  if (alert.practice) page.text('This is an alert of the practice market: nothing of it is real.');
  page.heading('Why');
  for (const { text, weight } of alert.reasons) page.text(`${weight > 0 ? '+' : ''}${weight}  ${text}`);
  page.heading('Law at that time');
  page.field('Watch-list version', alert.watchlist);
  for (const row of alert.law) {
    const sure = row.verified ? '' : ', not verified';
    page.text(
      `${row.regime}, ${row.list}: ${row.effective ?? 'date unknown'} (${row.status}${sure}) ${row.source}`,
    );
  }
  drawListing(page, alert);
  drawSightings(page, alert);
  if (alert.decisions.length > 0) page.heading('What was done');
  for (const decision of alert.decisions) page.text(sayDecision(decision));
}

function drawListing(page: PdfPage, { listing, texts, capture, capturedAt, screenshot }: AlertDetail): void {
  page.heading('Listing');
  page.field('Address', listing.url);
  page.field('Number at the shop', listing.externalId);
  page.field('Seller', listing.seller?.name ?? null);
  page.field('Seller’s country', listing.seller?.country ?? null);
  page.field('Price', listing.price?.raw ?? null);
  page.field('Availability', listing.availability);
  page.field('Location', listing.location);
  page.field('Posted', listing.postedAt);
  page.field('Contacts', listing.contacts.map(({ kind, value }) => `${kind} ${value}`).join(', '));
  for (const { field, text, hits } of texts) {
    page.heading(`Text: ${field}`);
    const cut = text.slice(0, LONGEST_TEXT);
    page.text(
      cut,
      hits.filter(({ end }) => end <= cut.length),
    );
    if (cut.length < text.length)
      page.text(
        `(${count(text.length - cut.length, 'more character is', 'more characters are')} in the attached file.)`,
      );
    for (const hit of hits)
      page.text(`Found: ${hit.text} (${hit.term}, ${TECHNIQUE_WORDS[hit.technique]}, at ${hit.start})`);
  }
  page.heading('Evidence');
  page.field('Stored page, SHA-256', capture ?? 'none');
  page.field('Fetched', capturedAt);
  if (screenshot !== null)
    page.field('Picture of it, SHA-256', `${screenshot.sha256}, taken ${screenshot.takenAt}`);
}

function drawSightings(page: PdfPage, { sightingList }: AlertDetail): void {
  page.heading(`Sightings (${sightingList.length})`);
  for (const { url, firstSeenAt, lastSeenAt } of sightingList.slice(0, MOST_SIGHTINGS)) {
    page.text(`${firstSeenAt} to ${lastSeenAt}  ${url}`);
  }
  if (sightingList.length > MOST_SIGHTINGS) page.text('(The others are in the attached file.)');
}

function sayDecision(decision: Decision): string {
  const { at, by, action, outcome, reason, policy, note } = decision;
  const why = reason === null ? null : (REASON_TEXTS[reason] ?? reason);
  const said = [outcome ?? action, why, policy, note].filter((part) => part !== null);
  return `${at}  ${by}: ${said.join('; ')}`;
}
