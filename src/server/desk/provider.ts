import * as client from 'openid-client';
import * as z from 'zod';
import type { Settings } from '../../settings/schema.ts';

export type SignInSettings = NonNullable<Settings['signIn']>;

/** What is remembered of a sign-in between leaving for the provider and coming back. */
export type Begun = { verifier: string; state: string; nonce: string };
export type SignedIn = { subject: string; name: string; login: string | null; groups: readonly string[] };

export type Provider = {
  /** Where the browser is sent. Rejects when the provider does not answer. */
  begin(redirectUri: string): Promise<{ address: string; begun: Begun }>;
  /** Who came back. Rejects when anything about the answer is not as it must be. */
  finish(returned: URL, begun: Begun): Promise<SignedIn>;
};

const Name = z.string().trim().min(1).max(120);
const Groups = z.union([z.array(z.string()), z.string().transform((one) => [one])]);

/** Sign-in by OpenID Connect: code flow with PKCE, state and nonce, each checked by the library. */
export function createProvider(
  signIn: SignInSettings,
  secret: (name: string) => string | undefined,
): Provider {
  const configure = keepWhenGood(() => discover(signIn, secret));

  return {
    async begin(redirectUri) {
      const config = await configure();
      const begun = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
      };
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: scopeOf(config, signIn),
        code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
      });
      return { address: address.href, begun };
    },

    async finish(returned, { verifier, state, nonce }) {
      const config = await configure();
      const tokens = await client.authorizationCodeGrant(config, returned, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined)
        throw new Error('The provider sent no ID token, so nobody is known to have signed in.');
      const all = await withUserInfo(config, signIn, claims, tokens.access_token);
      return readClaims(signIn, claims.sub, all);
    },
  };
}

type Claims = Record<string, unknown>;

async function discover(
  { issuer, clientId, clientSecret }: SignInSettings,
  secret: (name: string) => string | undefined,
): Promise<client.Configuration> {
  const address = new URL(issuer);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  const value = clientSecret === undefined ? undefined : secret(clientSecret);
  if (clientSecret !== undefined && value === undefined)
    throw new Error(
      `The secret ${clientSecret} is not set, so nobody can sign in. Set it in the environment.`,
    );
  return await client.discovery(
    address,
    clientId,
    undefined,
    value === undefined ? client.None() : client.ClientSecretPost(value),
    // Without encryption anybody on the way could sign in as anybody; on this computer there is no way.
    address.protocol === 'http:' && isLocal ? { execute: [client.allowInsecureRequests] } : {},
  );
}

/** A provider that does not answer now is asked again next time. */
function keepWhenGood<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return async () => {
    kept ??= make();
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}

/** Some providers give groups only to those who ask for a scope of that name. */
function scopeOf(config: client.Configuration, { claim }: SignInSettings): string {
  const offered = config.serverMetadata().scopes_supported ?? [];
  return ['openid', 'profile', 'email', ...(offered.includes(claim) ? [claim] : [])].join(' ');
}

/** Some put the groups and the name into the user info only. */
async function withUserInfo(
  config: client.Configuration,
  { claim }: SignInSettings,
  claims: client.IDToken,
  accessToken: string,
): Promise<Claims> {
  const isComplete = claims[claim] !== undefined && claims.name !== undefined;
  if (isComplete || config.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await client.fetchUserInfo(config, accessToken, claims.sub)), ...claims };
}

function readClaims({ issuer, claim }: SignInSettings, sub: string, claims: Claims): SignedIn {
  const { name, preferred_username: user, email } = claims;
  const login = [user, email].flatMap((one) => Name.safeParse(one).data ?? []).at(0) ?? null;
  return {
    subject: `${issuer} ${sub}`,
    name: Name.safeParse(name).data ?? login ?? 'A technician',
    login,
    groups: Groups.safeParse(claims[claim]).data ?? [],
  };
}
