/** Letters of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese, between whose words no blank need stand. */

const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether any of them is in the text. */
export function isCjk(text: string): boolean {
  return CJK.test(text);
}
