import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { ServiceClientCredentials } from 'botframework-connector';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { BotCredentials } from '../../src/config.ts';
import type { Microsoft } from '../../src/channels/bot-framework/microsoft.ts';
import { publicCloud } from '../../src/channels/bot-framework/cloud.ts';
import { simulateConnector, type ConnectorSimulator } from './connector-simulator.ts';

export const credentials: BotCredentials = {
  kind: 'password',
  appType: 'SingleTenant',
  appId: '11111111-2222-3333-4444-555555555555',
  tenantId: '66666666-7777-8888-9999-aaaaaaaaaaaa',
  password: 'not used by the double',
  cloud: 'public',
};

export type Claims = {
  iss?: string;
  aud?: string;
  serviceurl?: string;
  tid?: string;
  issuedAt?: number;
  expiresAt?: number;
  kid?: string;
  /** Signs with a key that the metadata does not list. */
  foreignKey?: boolean;
  /** Leaves these out. */
  without?: readonly ('iss' | 'aud' | 'serviceurl')[];
};

export type MicrosoftDouble = Microsoft & {
  /** The connector's address, as activities name it. */
  serviceUrl: string;
  connector: ConnectorSimulator;
  /** The connector's own. */
  sent: ConnectorSimulator['sent'];
  answers: ConnectorSimulator['answers'];
  /** What is had by a GET, by path. */
  files: Map<string, Buffer>;
  sign(claims?: Claims): Promise<string>;
  /** Tokens cannot be checked from now on. */
  stopKeys(): void;
};

/** Made once: a key of 2048 bits takes a while. */
const known = generateKeyPair('RS256');
const unknown = generateKeyPair('RS256');

/**
 * Plays Microsoft's cloud on loopback: the documents that say with which keys tokens are signed, and the Connector service
 * that takes the bot's replies. Everything between is the real SDK.
 */
export async function playMicrosoft(context: TestContext): Promise<MicrosoftDouble> {
  const { publicKey, privateKey } = await known;
  const stranger = await unknown;
  const endorsements = ['msteams', 'webchat'];
  const key = { ...(await exportJWK(publicKey)), kid: 'known', use: 'sig', alg: 'RS256', endorsements };
  const files = new Map<string, Buffer>();
  let keysUp = true;

  const server = createServer((req, res) => void respond(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double listens on no port.');
  const base = `http://127.0.0.1:${address.port}`;
  context.after(() => server.close());
  const serviceUrl = `${base}/connector`;
  const connector = simulateConnector('/connector', serviceUrl);

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '';
    if (path.startsWith('/keys') && !keysUp) return reply(res, 500, {});
    if (path === '/keys/metadata')
      return reply(res, 200, { jwks_uri: `${base}/keys/jwks`, issuer: 'double' });
    if (path === '/keys/jwks') return reply(res, 200, { keys: [key] });
    const file = req.method === 'GET' ? files.get(path) : undefined;
    if (file !== undefined) {
      res.writeHead(200, { 'Content-Type': 'image/png' });
      res.end(file);
      return;
    }
    if (!(await connector.respond(req, res))) reply(res, 404, {});
  }

  const metadata = `${base}/keys/metadata`;
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotLoginUrl: `${base}/login`,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: publicCloud.issuer,
      OAuthUrl: `${base}/oauth`,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: true,
    },
    new CredentialsDouble(),
  );

  return {
    cloud: {
      issuer: publicCloud.issuer,
      allowsServiceUrl: (url) => url.startsWith(serviceUrl) || publicCloud.allowsServiceUrl(url),
      allowsFileUrl: (url) => url.startsWith(`${base}/files/`) || publicCloud.allowsFileUrl(url),
    },
    authentication,
    serviceUrl,
    connector,
    sent: connector.sent,
    answers: connector.answers,
    files,
    sign: async (claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const { kid = 'known', issuedAt = now, expiresAt = now + 600, without = [] } = claims;
      const all = {
        iss: claims.iss ?? publicCloud.issuer,
        aud: claims.aud ?? credentials.appId,
        serviceurl: claims.serviceurl ?? serviceUrl,
        iat: issuedAt,
        nbf: issuedAt,
        exp: expiresAt,
        ...(claims.tid !== undefined && { tid: claims.tid }),
      };
      const left = Object.entries(all).filter(([name]) => !without.some((one) => one === name));
      return await new SignJWT(Object.fromEntries(left))
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .sign(claims.foreignKey === true ? stranger.privateKey : privateKey);
    },
    stopKeys: () => {
      keysUp = false;
    },
  };
}

/** Signs outgoing calls without asking anybody for a token. */
class CredentialsDouble extends ServiceClientCredentialsFactory {
  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === credentials.appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set('authorization', 'Bearer of-the-bot');
        return request;
      },
    };
  }
}

function reply(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}
