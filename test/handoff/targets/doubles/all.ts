import { autotask } from './autotask.ts';
import { connectwise } from './connectwise.ts';
import type { Vendor } from './double.ts';
import { freshdesk } from './freshdesk.ts';
import { halopsa } from './halopsa.ts';
import { jira } from './jira.ts';
import { servicenow } from './servicenow.ts';
import { zendesk } from './zendesk.ts';

/** A double of each ticket system, by the name of its connector. */
export const vendors: Readonly<Record<string, (url: string) => Vendor>> = {
  autotask,
  connectwise,
  freshdesk,
  halopsa,
  jira,
  servicenow,
  zendesk,
};

/** The target of the settings and its secrets that go with a double. */
export function settingsFor(connector: string, url: string, vendor: Vendor) {
  const secrets = Object.entries(vendor.secrets).map(
    ([name, value]) => [name, `PSA_${name.toUpperCase()}`, value] as const,
  );
  return {
    targets: [
      {
        kind: 'tickets',
        id: 'psa',
        connector,
        url,
        allowPrivate: true,
        fields: vendor.fields,
        secrets: Object.fromEntries(secrets.map(([name, line]) => [name, line])),
      },
    ],
    secrets: Object.fromEntries(secrets.map(([, line, value]) => [line, value])),
    ticketClients: { psa: vendor.client },
  };
}
