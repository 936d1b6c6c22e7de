import { createRemoteJWKSet, jwtVerify } from 'jose';
import { None } from 'openid-client';
import * as z from 'zod';
import { discover, keepWhenGood } from './discovery.ts';

/** Somebody as Teams vouches for them. `object` is who they are in their tenant. */
export type TeamsAccount = {
  object: string;
  tenant: string;
  claims: Readonly<Record<string, unknown>>;
};

/** Who signs the tokens, and for whom they must be made. */
export type TeamsTrust = { issuer: string; clientId: string; publicUrl: string | undefined };
export type ReadTeamsToken = (token: string) => Promise<TeamsAccount>;

/**
 * Teams itself, on a desk or phone and in a browser: nobody else may ask for a token on somebody's behalf. Source:
 * https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad
 */
const teamsApps = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'];

/** The scope that `docs/teams.md` tells an administrator to expose. */
const scope = 'access_as_user';

const Claims = z.looseObject({
  oid: z.guid(),
  tid: z.guid(),
  azp: z.enum(teamsApps),
  scp: z.string().refine((scopes) => scopes.split(' ').includes(scope)),
});

/**
 * Reads tokens that a Teams tab hands over. The reader rejects one that is not signed by the issuer's keys, not for us, too old, or
 * not asked for by Teams.
 */
export function createTeamsTokens({ issuer, clientId, publicUrl }: TeamsTrust): ReadTeamsToken {
  const host = publicUrl === undefined ? [] : [`api://${new URL(publicUrl).host}/${clientId}`];
  const audience = [clientId, `api://${clientId}`, ...host];
  const keysOf = keepWhenGood(async () => {
    const found = (await discover(issuer, clientId, None())).serverMetadata();
    if (found.jwks_uri === undefined)
      throw new Error(`The provider ${issuer} names no keys, so no token can be checked.`);
    return { issuer: found.issuer, keys: createRemoteJWKSet(new URL(found.jwks_uri)) };
  });
  return async (token) => {
    const trusted = await keysOf();
    const { payload } = await jwtVerify(token, trusted.keys, {
      issuer: trusted.issuer,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat'],
    });
    const { oid, tid } = Claims.parse(payload);
    return { object: oid, tenant: tid, claims: payload };
  };
}
