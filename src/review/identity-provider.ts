/** Speaks OpenID Connect with the platform's identity provider: authorization code with PKCE, state and nonce. */
import { readFile } from 'node:fs/promises';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';
import { API_PATHS } from '../model/api.ts';
import { OperatorError } from '../model/errors.ts';
import type { IdentitySettings } from '../model/review-rules.ts';
import { IDENTITY_SECONDS, identityFetch } from './identity-fetch.ts';

/** What the browser keeps while the person is away at the provider. */
export const pendingSignIn = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type PendingSignIn = z.infer<typeof pendingSignIn>;

/** Who the provider says it is. `values` are those of the claim that names roles. */
export type Identity = {
  readonly issuer: string;
  readonly subject: string;
  /** What it calls the person, the best first. */
  readonly names: readonly string[];
  readonly values: readonly string[];
};

export type IdentityProvider = {
  readonly settings: IdentitySettings;
  /** Where to send the browser, and what it must bring back. @throws OperatorError 'unavailable' */
  begin(): Promise<{ url: URL; pending: PendingSignIn }>;
  /**
   * @param query of the address that the browser came back to. Null when the provider's answer does not hold.
   * @throws OperatorError 'unavailable'
   */
  finish(query: URLSearchParams, pending: PendingSignIn): Promise<Identity | null>;
};

/** Nothing is asked of the provider before somebody signs in: it may be down when this starts. */
export async function openIdentityProvider(settings: IdentitySettings): Promise<IdentityProvider> {
  const secret = (await readFile(settings.clientSecretFile, 'utf8')).trim();
  const returnTo = new URL(API_PATHS.elsewhereReturn, settings.baseUrl);
  let known: Promise<Configuration> | null = null;
  const configuration = async (): Promise<Configuration> => {
    known ??= discover(settings, secret).catch((error: unknown) => {
      // Asked again at the next sign-in.
      known = null;
      throw error;
    });
    return await known;
  };
  return {
    settings,
    async begin() {
      const pending = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: returnTo.href,
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      });
      return { url, pending };
    },
    async finish(query, pending) {
      const at = new URL(returnTo);
      at.search = query.toString();
      try {
        const claims = await readClaims(await configuration(), at, pending, settings.rolesClaim);
        return claims === null ? null : identityOf(claims, settings.rolesClaim);
      } catch (error) {
        const unasked = whyUnasked(error);
        if (unasked === null && isRefusal(error)) return null;
        throw unasked ?? error;
      }
    },
  };
}

/** From the ID token, and where that leaves the roles out from the provider's own page about the person. */
async function readClaims(
  configuration: Configuration,
  at: URL,
  pending: PendingSignIn,
  rolesClaim: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const tokens = await authorizationCodeGrant(configuration, at, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) return null;
  const asked = configuration.serverMetadata().userinfo_endpoint !== undefined;
  if (Object.hasOwn(claims, rolesClaim) || !asked) return claims;
  return { ...claims, ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)) };
}

async function discover(settings: IdentitySettings, secret: string): Promise<Configuration> {
  const issuer = new URL(settings.issuer);
  // Without TLS only on this machine, as for trying it out.
  const local = issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  try {
    return await discovery(issuer, settings.clientId, secret, undefined, {
      // Ours ends first, and says why.
      timeout: 2 * IDENTITY_SECONDS,
      [customFetch]: identityFetch(settings),
      ...(local ? { execute: [allowInsecureRequests] } : {}),
    });
  } catch (cause) {
    throw (
      whyUnasked(cause) ??
      new OperatorError(
        'unavailable',
        `The identity provider ${issuer.host} does not answer as one.`,
        'Check identity.issuer in config/review.yaml, and that this machine reaches it.',
        { cause },
      )
    );
  }
}

/** What kept us from asking, which the library gives as the cause of an error of its own. */
function whyUnasked(error: unknown): OperatorError | null {
  if (error instanceof OperatorError) return error;
  return error instanceof Error && error.cause instanceof OperatorError ? error.cause : null;
}

/** What the library throws when an answer does not hold: a wrong state, a forged token, a person who said no. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    [
      'ClientError',
      'AuthorizationResponseError',
      'ResponseBodyError',
      'WWWAuthenticateChallengeError',
    ].includes(error.constructor.name)
  );
}

function identityOf(claims: Readonly<Record<string, unknown>>, rolesClaim: string): Identity | null {
  const parsed = z
    .object({
      iss: z.string(),
      sub: z.string().min(1),
      preferred_username: z.string().optional(),
      email: z.string().optional(),
      name: z.string().optional(),
    })
    .safeParse(claims);
  if (!parsed.success) return null;
  const { iss, sub, preferred_username: username, email, name } = parsed.data;
  const values = [claims[rolesClaim]].flat().filter((value) => typeof value === 'string');
  const names = [username, email, name, sub].filter((each) => each !== undefined);
  return { issuer: iss, subject: sub, names, values };
}
