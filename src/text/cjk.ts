/** Letters of Chinese, Japanese, Korean and Thai, between whose words no blank need stand. */

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether any of them is in the text. */
export function isCjk(text: string): boolean {
  return CJK.test(text);
}
