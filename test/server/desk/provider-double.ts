import { once } from 'node:events';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

/** Who signs in next, and what the provider says of them. */
export type Account = { id: string; claims: Record<string, unknown> };

export type RunningProvider = {
  issuer: string;
  account: Account;
  /** Where people may be sent back to; known only when the desk listens. */
  open(redirectUri: string): void;
  /** A token as a Teams tab gets it, signed with the provider's key unless another is given. */
  signForTeams(claims?: Record<string, unknown>, key?: KeyObject): Promise<string>;
};

/** Microsoft's id of Teams in a browser. */
const teamsInBrowser = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A real OpenID provider on loopback that signs in `account` without asking. */
export async function runProvider(context: TestContext): Promise<RunningProvider> {
  let answer = sayDown;
  const server = createServer((req, res) => answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The provider listens on no port.');
  const issuer = `http://127.0.0.1:${address.port}`;
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const account: Account = { id: 'u1', claims: {} };

  return {
    issuer,
    account,
    open(redirectUri) {
      const provider = createProvider(issuer, redirectUri, account);
      const handle = provider.callback();
      answer = (req, res) => {
        if (req.url?.startsWith('/interaction/') === true) void interact(provider, account, req, res);
        else void handle(req, res);
      };
    },
    signForTeams: async (claims = {}, key = privateKey) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: issuer, aud: 'callcheck', iat: now, exp: now + 600, scp: 'access_as_user' };
      return await new SignJWT({ ...usual, azp: teamsInBrowser, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'double' })
        .sign(key);
    },
  };
}

function sayDown(_req: IncomingMessage, res: ServerResponse): void {
  res.statusCode = 503;
  res.end();
}

function createProvider(issuer: string, redirectUri: string, account: Account): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'callcheck',
        client_secret: 'a secret of the desk',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...account.claims }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key of the double'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'double' }] },
  });
}

async function interact(
  provider: Provider,
  account: Account,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login')
    return await provider.interactionFinished(req, res, { login: { accountId: account.id } });
  const grant = new provider.Grant({ accountId: account.id, clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  const grantId = await grant.save();
  await provider.interactionFinished(req, res, { consent: { grantId } }, { mergeWithLastSubmission: true });
}
