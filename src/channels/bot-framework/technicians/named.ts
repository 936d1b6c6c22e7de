import { plain } from '../../../dialog/typed.ts';
import type { Taker } from '../../../handoff/desk/api.ts';
import { Refusal } from '../../../handoff/desk/refusal.ts';
import { inertLine } from './inert.ts';
import { sayings } from './words.ts';

/** The id of whoever is meant by a name, whole or as it begins. Throws a `Refusal` when nobody is, or several are. */
export function findNamed(takers: readonly Taker[], name: string): string {
  const words = plain(name);
  const whole = takers.filter((taker) => plain(taker.name) === words);
  const fitting = whole.length > 0 ? whole : takers.filter((taker) => beginsWith(taker.name, words));
  const [found, other] = fitting;
  if (found === undefined) throw new Refusal('not-found', sayings.nobodyCalled(inertLine(name, 80)));
  if (other === undefined) return found.id;
  throw new Refusal('not-found', sayings.severalCalled(fitting.slice(0, 5).map(titleOf).join(', ')));
}

function beginsWith(name: string, words: string): boolean {
  return words !== '' && `${plain(name)} `.startsWith(`${words} `);
}

/** How somebody stands in a list, told apart from others of the same name. */
export function titleOf({ name, login }: Taker): string {
  return inertLine(login === null ? name : `${name} (${login})`, 120);
}
