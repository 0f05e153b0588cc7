/** Letters of Chinese, Japanese and Korean, between whose words no blank need stand. */

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether any of them is in the text. */
export function isCjk(text: string): boolean {
  return CJK.test(text);
}
