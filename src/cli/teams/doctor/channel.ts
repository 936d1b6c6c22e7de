import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqlite } from '../../../storage/sqlite.ts';
import type { TeamsPerson } from '../../../storage/teams-port.ts';
import { fault, good, unknown, type Finding } from './finding.ts';

/** Whether Teams ever brought a message: Azure does not tell a bot whether its channel is on. */
export async function checkChannel(dataDir: string, clients: readonly { id: string }[]): Promise<Finding> {
  const people = await readPeople(join(dataDir, 'callcheck.sqlite'), clients);
  const last = people
    .map(({ seenAt }) => seenAt)
    .toSorted()
    .at(-1);
  if (last === undefined)
    return unknown(
      'Nobody has written to the bot in Teams yet',
      'only a message shows that the channel is on',
      'in Azure, open the bot, Channels, and see that Microsoft Teams is listed; then install the app and write "hello" to it',
    );
  if (people.every(({ reachable }) => reachable === 'disabled'))
    return fault(
      'The app was turned off by an administrator of Teams',
      'the bot may speak to nobody',
      'allow it in the Teams admin center, Teams apps, Manage apps',
    );
  const many = people.length === 1 ? 'one person' : `${people.length} people`;
  return good(`The Teams channel is on: ${many} have the bot, the last wrote at ${last}.`);
}

async function readPeople(file: string, clients: readonly { id: string }[]): Promise<readonly TeamsPerson[]> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return [];
  const storage = await openSqlite(file);
  try {
    return (await Promise.all(clients.map(({ id }) => storage.listTeamsPeople(id)))).flat();
  } finally {
    await storage.close();
  }
}
