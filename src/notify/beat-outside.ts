/** Tells a monitor outside, which notices silence, that all is well. */
import type { HttpClient } from '../net/http-client.ts';

const SECONDS = 10;
const ANSWER_BYTES = 16 * 1024;

/** What went wrong; null when it was taken. The address is a secret of a kind and is not repeated. */
export async function beatOutside(http: HttpClient, url: URL, signal: AbortSignal): Promise<string | null> {
  const answer = await http.get(url, {
    accept: '*/*',
    maxBytes: ANSWER_BYTES,
    overflow: 'cut',
    seconds: SECONDS,
    signal,
    wantsBody: () => false,
  });
  if (answer.kind === 'failure') return answer.detail;
  return answer.status < 300 ? null : `it answers with status ${answer.status}`;
}
