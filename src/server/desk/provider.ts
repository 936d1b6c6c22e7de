import * as client from 'openid-client';
import * as z from 'zod';
import type { Settings } from '../../settings/schema.ts';
import { discover, keepWhenGood } from './discovery.ts';
import { createTeamsTokens } from './teams-token.ts';

export type SignInSettings = NonNullable<Settings['signIn']>;

/** What is remembered of a sign-in between leaving for the provider and coming back. */
export type Begun = { verifier: string; state: string; nonce: string };
export type SignedIn = { subject: string; name: string; login: string | null; groups: readonly string[] };

export type Provider = {
  /** Where the browser is sent. Rejects when the provider does not answer. */
  begin(redirectUri: string): Promise<{ address: string; begun: Begun }>;
  /** Who came back. Rejects when anything about the answer is not as it must be. */
  finish(returned: URL, begun: Begun): Promise<SignedIn>;
  /** Who a Teams tab says is there. Rejects when the token is not as it must be. */
  readTeams(token: string): Promise<SignedIn>;
};

const Name = z.string().trim().min(1).max(120);
const Groups = z.union([z.array(z.string()), z.string().transform((one) => [one])]);

/** Sign-in by OpenID Connect: code flow with PKCE, state and nonce, each checked by the library. */
export function createProvider(
  signIn: SignInSettings,
  secret: (name: string) => string | undefined,
  publicUrl?: string,
): Provider {
  const configure = keepWhenGood(() => configureFor(signIn, secret));
  const readTeamsToken = createTeamsTokens({ ...signIn, publicUrl });

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
      return readClaims(signIn, subjectOf(claims), all);
    },

    async readTeams(token) {
      const { object, claims } = await readTeamsToken(token);
      return readClaims(signIn, object, claims);
    },
  };
}

/** Entra ID knows a person by `oid` in every app and in Teams, while `sub` is another one for each app. */
function subjectOf({ sub, oid }: client.IDToken): string {
  return typeof oid === 'string' && oid !== '' ? oid : sub;
}

type Claims = Readonly<Record<string, unknown>>;

async function configureFor(
  { issuer, clientId, clientSecret }: SignInSettings,
  secret: (name: string) => string | undefined,
): Promise<client.Configuration> {
  const value = clientSecret === undefined ? undefined : secret(clientSecret);
  if (clientSecret !== undefined && value === undefined)
    throw new Error(
      `The secret ${clientSecret} is not set, so nobody can sign in. Set it in the environment.`,
    );
  return await discover(
    issuer,
    clientId,
    value === undefined ? client.None() : client.ClientSecretPost(value),
  );
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

function readClaims({ issuer, claim }: SignInSettings, subject: string, claims: Claims): SignedIn {
  const { name, preferred_username: user, email } = claims;
  const login = [user, email].flatMap((one) => Name.safeParse(one).data ?? []).at(0) ?? null;
  return {
    subject: `${issuer} ${subject}`,
    name: Name.safeParse(name).data ?? login ?? 'A technician',
    login,
    groups: Groups.safeParse(claims[claim]).data ?? [],
  };
}
