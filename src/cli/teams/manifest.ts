import { commandLists, words } from './words.ts';

/** Everything in the package that differs from one organisation to another. */
export type ManifestFacts = {
  /** Client id of the Azure Bot; the app has the same one. */
  appId: string;
  version: string;
  organisation: string;
  /** An https origin. */
  publicUrl: string;
  /** Where the terms of use are; the privacy page when there are none. */
  terms: string | undefined;
  /** Client id of the registration that Teams vouches to: with it the tabs need no second sign-in. */
  signInId: string | undefined;
};

export type Manifest = Readonly<Record<string, unknown>>;

/** The oldest schema that has all we use: tenants of every cloud take it. */
export const schemaVersion = '1.19';

/** What the extension answers to, in the manifest and in the activities that come of it. */
export const searchCommand = { id: 'search', parameter: 'query' } as const;
export const checkCommand = { id: 'check' } as const;

/** The description of the app that Teams reads: the bot, the searches, the tabs and where they live. */
export function writeManifest(facts: ManifestFacts): Manifest {
  const { appId, version, organisation, publicUrl, terms, signInId } = facts;
  const { host } = new URL(publicUrl);
  const privacy = `${publicUrl}/privacy`;
  return {
    $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.schema.json`,
    manifestVersion: schemaVersion,
    version,
    id: appId,
    developer: {
      name: shorten(organisation, 32),
      websiteUrl: publicUrl,
      privacyUrl: privacy,
      termsOfUseUrl: terms ?? privacy,
    },
    name: { short: words.name, full: shorten(`${words.name} · ${organisation}`, 100) },
    description: { short: words.short, full: words.full },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: words.accentColor,
    defaultInstallScope: 'personal',
    bots: [writeBot(appId)],
    composeExtensions: [writeExtension(appId)],
    staticTabs: writeTabs(publicUrl),
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [host],
    ...(signInId !== undefined && {
      webApplicationInfo: { id: signInId, resource: `api://${host}/${signInId}` },
    }),
  };
}

function writeBot(appId: string): Manifest {
  return {
    botId: appId,
    scopes: ['personal', 'team', 'groupChat'],
    supportsFiles: true,
    isNotificationOnly: false,
    commandLists: commandLists.map(({ scopes, commands }) => ({
      scopes,
      commands: commands.map(({ title, description }) => ({ title, description })),
    })),
  };
}

function writeExtension(appId: string): Manifest {
  const { search, check } = words;
  return {
    botId: appId,
    commands: [
      {
        id: searchCommand.id,
        type: 'query',
        context: ['compose', 'commandBox'],
        title: search.title,
        description: search.description,
        initialRun: true,
        parameters: [
          {
            name: searchCommand.parameter,
            title: search.parameter,
            description: search.hint,
            inputType: 'text',
          },
        ],
      },
      {
        id: checkCommand.id,
        type: 'action',
        context: ['message'],
        title: check.title,
        description: check.description,
        fetchTask: true,
      },
    ],
  };
}

/** The chat comes first: whoever opens the app with a caller on the line must not look for it. Teams fills in its theme. */
function writeTabs(publicUrl: string): Manifest[] {
  const page = (entityId: string, name: string, path: string, more = ''): Manifest => ({
    entityId,
    name,
    contentUrl: `${publicUrl}${path}${more}`,
    websiteUrl: `${publicUrl}${path}`,
    scopes: ['personal'],
  });
  return [
    { entityId: 'conversations', scopes: ['personal'] },
    page('my-cases', words.tabs.cases, '/my-cases'),
    page('desk', words.tabs.desk, '/desk/', '?theme={theme}'),
    { entityId: 'about', scopes: ['personal'] },
  ];
}

/** A name that is too long ends in a mark for it. */
function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
