import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import type { BotCredentials } from '../../config.ts';
import type { Cloud } from './cloud.ts';
import { governmentCloud, publicCloud } from './cloud.ts';

/** Microsoft's side: where its tokens come from and how they are checked. */
export type Microsoft = { cloud: Cloud; authentication: BotFrameworkAuthentication };

/**
 * How the SDK signs in and checks tokens. It gets its settings one by one and never the environment: a stray variable such
 * as `BotOpenIdMetadata` would change whom it trusts.
 */
export function connectMicrosoft(credentials: BotCredentials | undefined): Microsoft {
  const government = credentials?.cloud === 'us-government';
  const authentication = new ConfigurationBotFrameworkAuthentication(
    government ? { ChannelService: 'https://botframework.azure.us' } : {},
    new ConfigurationServiceClientCredentialFactory(signIn(credentials)),
  );
  return { cloud: government ? governmentCloud : publicCloud, authentication };
}

function signIn(credentials: BotCredentials | undefined): Record<string, string> {
  if (credentials === undefined) return {};
  const { appId, appType, tenantId } = credentials;
  const bot = { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId ?? '' };
  switch (credentials.kind) {
    case 'password':
      return { ...bot, MicrosoftAppPassword: credentials.password };
    case 'certificate':
      return {
        ...bot,
        CertificateThumbprint: credentials.thumbprint,
        CertificatePrivateKey: credentials.privateKey,
      };
    case 'managed-identity':
      return bot;
  }
}
