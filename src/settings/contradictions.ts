import type { FieldPath } from '../knowledge/file.ts';
import { suggestName } from '../knowledge/nearest.ts';
import type { Settings, Target } from './schema.ts';

/** Something that is well formed and cannot be meant. */
export type Contradiction = { field: FieldPath; what: string; why: string; fix: string };

/** What fits the shape and does not fit together. `secret` tells whether a secret is set. */
export function findContradictions(
  settings: Settings,
  secret: (name: string) => string | undefined,
): Contradiction[] {
  return [
    ...findTwice(settings),
    ...findUnknown(settings),
    ...findUnmailed(settings),
    ...findClosedDesk(settings),
    ...findStrangers(settings),
    ...findUnsetSecrets(settings, secret),
  ];
}

type Named = { field: FieldPath; value: string };

/** A tenant of two clients would show the cases of one to the other. */
function findTwice({ clients, targets }: Settings): Contradiction[] {
  const mixed = 'the cases of one client would be shown to another';
  const confused = 'nobody could tell which one is meant';
  return [
    ...repeated(nameEach('clients', clients), confused),
    ...repeated(nameEach('targets', targets), confused),
    ...clients.flatMap(({ alertGroups }, at) =>
      repeated(
        alertGroups.map(({ id }, place) => ({
          field: ['clients', at, 'alertGroups', place, 'id'],
          value: id,
        })),
        confused,
      ),
    ),
    ...repeated(
      clients.flatMap(({ tenants }, at) =>
        tenants.map((id, place) => ({ field: ['clients', at, 'tenants', place], value: id.toLowerCase() })),
      ),
      mixed,
    ),
    ...repeated(
      clients.flatMap(({ origins }, at) =>
        origins.map((url, place) => ({
          field: ['clients', at, 'origins', place],
          value: new URL(url).origin,
        })),
      ),
      mixed,
    ),
  ];
}

function nameEach(list: string, items: readonly { id: string }[]): Named[] {
  return items.map(({ id }, at) => ({ field: [list, at, 'id'], value: id }));
}

function repeated(named: readonly Named[], why: string): Contradiction[] {
  const again = named.filter(({ value }, place) => named.findIndex((other) => other.value === value) < place);
  return again.map(({ field, value }) => ({
    field,
    what: `"${value}" is there twice`,
    why,
    fix: 'keep one of the two',
  }));
}

function findUnknown({ clients, targets, signIn }: Settings): Contradiction[] {
  const all = targets.map(({ id }) => id);
  const ticketing = targets.filter(({ kind }) => kind === 'tickets').map(({ id }) => id);
  const known = clients.map(({ id }) => id);
  return [
    ...clients.flatMap(({ targets: named = [] }, at) =>
      named.flatMap((id, place) => unknown(['clients', at, 'targets', place], id, all, 'target')),
    ),
    ...clients.flatMap(({ ticketClients }, at) =>
      Object.keys(ticketClients).flatMap((id) =>
        unknown(['clients', at, 'ticketClients', id], id, ticketing, 'target of the kind tickets'),
      ),
    ),
    ...Object.entries(signIn?.clients ?? {}).flatMap(([group, ids]) =>
      ids.flatMap((id, place) => unknown(['signIn', 'clients', group, place], id, known, 'client')),
    ),
  ];
}

function unknown(field: FieldPath, id: string, known: readonly string[], what: string): Contradiction[] {
  if (known.includes(id)) return [];
  const why = 'it would be left out without a word';
  return [{ field, what: `there is no ${what} "${id}"`, why, fix: suggestName(id, known) }];
}

/** Alerts go out by the mail server that cases are told by. */
function findUnmailed({ clients, targets }: Settings): Contradiction[] {
  const mailing = targets.filter(({ kind }) => kind === 'email').map(({ id }) => id);
  return clients.flatMap(({ alertGroups, targets: own = mailing }, at) =>
    alertGroups.flatMap(({ emails }, place) =>
      emails.length === 0 || own.some((id) => mailing.includes(id))
        ? []
        : [
            {
              field: ['clients', at, 'alertGroups', place, 'emails'],
              what: 'this client has no target of the kind email',
              why: 'nobody would be warned by email',
              fix: 'give the client such a target, or leave the addresses out',
            },
          ],
    ),
  );
}

function findClosedDesk({ officeHours }: Settings): Contradiction[] {
  if (officeHours.days.length === 0)
    return [
      {
        field: ['officeHours', 'days'],
        what: 'the desk is never open',
        why: 'people could not be told when somebody answers',
        fix: 'give at least one day, or leave days out',
      },
    ];
  return officeHours.days.flatMap(({ from, to }, at) =>
    from < to
      ? []
      : [
          {
            field: ['officeHours', 'days', at],
            what: `the desk closes at ${to}, before it opens at ${from}`,
            why: 'it would never be open then',
            fix: 'end the day at "24:00" and begin the next one at "00:00"',
          },
        ],
  );
}

/** What comes from a tenant that nobody serves is turned away before anybody looks who it is. */
function findStrangers({ clients, targets }: Settings): Contradiction[] {
  const isServed = (tenant: string): boolean =>
    clients.some(
      ({ tenants }) =>
        tenants.length === 0 || tenants.some((one) => one.toLowerCase() === tenant.toLowerCase()),
    );
  return targets.flatMap((target, at) =>
    target.kind !== 'teams-channel' || isServed(target.tenant)
      ? []
      : [
          {
            field: ['targets', at, 'tenant'],
            what: `tenant ${target.tenant} belongs to no client`,
            why: 'what technicians do there would be turned away',
            fix: 'give your own organisation a client with this tenant',
          },
        ],
  );
}

function findUnsetSecrets(
  { targets, signIn }: Settings,
  secret: (name: string) => string | undefined,
): Contradiction[] {
  const named: Named[] = [
    ...targets.flatMap((target, at) =>
      secretsOf(target).map(({ field, value }) => ({ field: ['targets', at, ...field], value })),
    ),
    ...(signIn?.clientSecret === undefined
      ? []
      : [{ field: ['signIn', 'clientSecret'], value: signIn.clientSecret }]),
  ];
  return named
    .filter(({ value }) => secret(value) === undefined)
    .map(({ field, value }) => ({
      field,
      what: `the environment has no ${value}`,
      why: 'nothing could be sent or opened with it',
      fix: `set ${value} where the server is started, never in this file`,
    }));
}

function secretsOf(target: Target): Named[] {
  switch (target.kind) {
    case 'email':
      return target.passwordSecret === undefined
        ? []
        : [{ field: ['passwordSecret'], value: target.passwordSecret }];
    case 'webhook':
    case 'handoff-hub':
      return [{ field: ['signingSecret'], value: target.signingSecret }];
    case 'teams-channel':
      return [];
    case 'tickets':
      return Object.entries(target.secrets).map(([name, value]) => ({ field: ['secrets', name], value }));
  }
}
