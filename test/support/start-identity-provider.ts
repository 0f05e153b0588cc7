/** A real OpenID provider on loopback, with people whose groups a test chooses, and a browser that signs in there. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export type Person = { readonly groups?: readonly string[]; readonly preferred_username?: string };

export type TestIdentityProvider = {
  readonly issuer: string;
  /** Signs in as this person from the address that the console leads to; gives the address that leads back. */
  visit(address: string, subject: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

type ProviderOptions = {
  readonly clientSecret: string;
  readonly returnTo: string;
  readonly people: Readonly<Record<string, Person>>;
  /** Whether the groups stand in the ID token, as some providers have it, or only on the page about the person. */
  readonly inToken: boolean;
};

export async function startIdentityProvider(options: ProviderOptions): Promise<TestIdentityProvider> {
  let listener: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'precursor-watch',
        client_secret: options.clientSecret,
        redirect_uris: [options.returnTo],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    conformIdTokenClaims: !options.inToken,
    cookies: { keys: ['for tests only'] },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, subject: string) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...options.people[subject] }),
    }),
  });
  listener = provider.callback();
  return {
    issuer,
    visit: (address, subject) => visit(address, subject, options.returnTo),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Follows redirects and answers the two pages of the provider: who one is, and whether one agrees. */
async function visit(address: string, subject: string, returnTo: string): Promise<string> {
  const cookies = new Map<string, string>();
  let [url, form] = [address, null as string | null];
  for (let steps = 0; steps < 20; steps += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      method: form === null ? 'GET' : 'POST',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === null ? {} : { body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next !== null) {
      [url, form] = [new URL(next, url).href, null];
      if (url.startsWith(returnTo)) return url;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined)
      throw new Error(`the provider answered ${response.status}: ${page.slice(0, 500)}`);
    form = new URLSearchParams({ prompt, login: subject, password: 'x' }).toString();
    url = new URL(/<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? url, url).href;
  }
  throw new Error('the provider led nowhere');
}
