import type { BotCredentials, Config } from '../../../config.ts';
import type { Settings } from '../../../settings/schema.ts';
import { findPublicUrlFaults, tabIdOf } from '../package.ts';
import { fault, good, note, readFault, type Finding } from './finding.ts';

type Decided = {
  config: Pick<Config, 'bot' | 'publicUrl'>;
  settings: Pick<Settings, 'clients' | 'targets' | 'signIn'>;
};

/** What can be told from the settings alone: whether they are complete and fit each other. */
export function checkSettings({ config, settings }: Decided): Finding[] {
  const { bot, publicUrl } = config;
  const addressFaults = findPublicUrlFaults(publicUrl).map(readFault);
  return [
    bot === undefined
      ? fault(
          'MicrosoftAppId is not set',
          'Teams is off',
          'make an Azure Bot (docs/azure.md) and set MicrosoftAppId and its credentials',
        )
      : tellType(bot),
    ...(addressFaults.length > 0 ? addressFaults : [good(`PUBLIC_URL is ${publicUrl}.`)]),
    ...(bot === undefined ? [] : checkTenants(bot, settings)),
    ...(bot === undefined ? [] : tellSignIn(bot, settings)),
  ];
}

function tellType({ appType, appId, tenantId }: BotCredentials): Finding {
  if (appType === 'MultiTenant')
    return note(
      `The bot ${appId} is MultiTenant`,
      'Azure makes no new ones since 31 July 2025',
      'keep it; a new one is SingleTenant or UserAssignedMSI',
    );
  return good(`The bot ${appId} is ${appType}, in tenant ${tenantId ?? ''}.`);
}

/** A bot of one tenant refuses messages from every other, and no message may be left without a client. */
function checkTenants(bot: BotCredentials, { clients, targets }: Decided['settings']): Finding[] {
  const own = bot.tenantId?.toLowerCase();
  if (bot.appType === 'MultiTenant' || own === undefined) return [];
  const listed = clients.flatMap(({ id, tenants }) =>
    tenants.map((tenant) => ({ id, tenant: tenant.toLowerCase() })),
  );
  const strangers = listed.filter(({ tenant }) => tenant !== own);
  const isServed =
    listed.some(({ tenant }) => tenant === own) || clients.some(({ tenants }) => tenants.length === 0);
  const channels = targets.flatMap((target) =>
    target.kind === 'teams-channel' && target.tenant.toLowerCase() !== own ? [target] : [],
  );
  const onlyOwn = 'a bot of one tenant takes messages from that one alone';
  return [
    ...(isServed
      ? [good('The tenant of the bot belongs to a client.')]
      : [
          fault(
            `No client lists tenant ${own}`,
            'every message from Teams would be refused',
            'add it to `tenants` of a client in the settings file',
          ),
        ]),
    ...strangers.map(({ id, tenant }) =>
      fault(
        `Client ${id} lists tenant ${tenant}`,
        onlyOwn,
        'take it out, or give that tenant a Callcheck of its own',
      ),
    ),
    ...channels.map(({ id, tenant }) =>
      fault(
        `Target ${id} is a channel in tenant ${tenant}`,
        onlyOwn,
        'choose a team of the bot’s own tenant',
      ),
    ),
  ];
}

function tellSignIn(bot: BotCredentials, settings: Decided['settings']): Finding[] {
  const canVouch = tabIdOf(bot, settings) !== undefined;
  const cases = canVouch ? '' : ', and My cases stays closed';
  if (settings.signIn === undefined)
    return [
      note(
        'signIn is not set',
        `nobody can sign in to the Desk tab${cases}`,
        'set up a sign-in at Entra ID (docs/desk-sign-in.md)',
      ),
    ];
  return canVouch
    ? [good('The tabs sign people in with Teams.')]
    : [
        note(
          'signIn is not at Entra ID',
          `whoever opens the Desk tab signs in a second time${cases}`,
          'use the Entra ID of the tenant (docs/desk-sign-in.md)',
        ),
      ];
}
