/** Amounts that are written as a fraction: "1/2 lb", "1 ½ kg". */

/** As a part of a pattern: one sign of a fraction. */
export const FRACTION_SIGN = '[½¼¾⅓⅔⅛⅜⅝⅞]';
/** As a part of a pattern. Halves, thirds, quarters and eighths alone: "5/10 kg" is a choice of two packs. */
export const SIMPLE_FRACTION = `(?:\\d{1,3} ?)?${FRACTION_SIGN}|(?:\\d{1,3} )?(?:1[/⁄][2348]|2[/⁄]3|3[/⁄][48]|[57][/⁄]8)(?!\\d)`;

/** @param text what {@link SIMPLE_FRACTION} matches, or a plain decimal with a point or a comma */
export function amountOf(text: string): number {
  const [, whole = '', over, under] = /^(?:(\d{1,3}) ?)?(\d)[/⁄](\d)$/.exec(text.normalize('NFKD')) ?? [];
  return over === undefined ? Number(text.replace(',', '.')) : Number(whole) + Number(over) / Number(under);
}
