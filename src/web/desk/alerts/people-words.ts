import type { StaffAlert } from '../api/types.ts';

/** How many people an alert reached and what they said, in one line; what nobody is in is left out. */
export function peopleWords(people: StaffAlert['people']): string {
  const told = [
    count(people.hadThisCall, 'had this call', 'had this call'),
    count(people.read, 'has read it', 'have read it'),
    count(people.onItsWay, 'is on the way', 'are on the way'),
    count(people.held, 'waits: two alerts this week', 'wait: two alerts this week'),
    count(people.unreachable, 'cannot be reached', 'cannot be reached'),
    count(people.notInTeams, 'has not opened the bot in Teams', 'have not opened the bot in Teams'),
    count(people.unknown, 'email may not have arrived', 'emails may not have arrived'),
    count(people.missed, 'did not get it', 'did not get it'),
  ].flat();
  return [`Reached ${people.got === 1 ? '1 person' : `${people.got} people`}`, ...told].join(' · ');
}

function count(people: number, one: string, several: string): string[] {
  return people === 0 ? [] : [`${people} ${people === 1 ? one : several}`];
}
