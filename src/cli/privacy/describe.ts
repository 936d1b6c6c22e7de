import type { ErasePlan } from '../../handoff/privacy/erase.ts';
import type { Found } from '../../handoff/privacy/person.ts';

/** What would be erased, for whoever decides. */
export function describePlan(plan: ErasePlan): string {
  return [
    `Conversations: ${list(plan.conversations)}`,
    `Cases: ${list(plan.cases)}`,
    `Files: ${plan.files.length}`,
    ...(plan.open.length > 0 ? [`Still open: ${list(plan.open)}`] : []),
    ...(plan.others.length > 0
      ? [`Other people wrote there too, and their words go as well: ${list(plan.others)}`]
      : []),
    ...plan.elsewhere.map(
      ({ case: id, target, reference }) =>
        `Erase it there yourself: ${target} holds ticket ${reference} of case ${id}`,
    ),
    'Backups, mailboxes and what Teams keeps are not reached from here.',
    '',
  ].join('\n');
}

export function describeSeveral({ users, clients }: Extract<Found, { kind: 'several' }>): string {
  return [
    'This fits more than one person, and they must not be taken for one.',
    ...(clients.length > 1 ? [`Clients: ${list(clients)}. Add --client.`] : []),
    ...(users.length > 1 ? [`Ids: ${list(users)}. Use --user, once for each that is meant.`] : []),
    '',
  ].join('\n');
}

export function describeCounts(counts: Readonly<Record<string, number>>): string {
  return list(Object.entries(counts).map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`));
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
