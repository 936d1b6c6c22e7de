import type { Command } from '../../src/dialog/turn.ts';
import { plain, readCommand } from '../../src/dialog/typed.ts';
import { judge, type Talk } from '../talk.ts';
import { isCallbackOffered } from './callback.ts';

/**
 * How ringing back went, told together with whom they rang: "I rang the ICO back and it was real". Only whoever the caller said
 * they are counts: what somebody else says, or a number that is named, is heard as part of the story.
 */
export function readRangBack(talk: Talk, said: string): Command | undefined {
  const outcome = afterRinging(talk, plain(said));
  const command = outcome === undefined ? undefined : readCommand(outcome, talk.wording);
  if (command !== 'called-back-genuine' && command !== 'called-back-denied') return undefined;
  return isCallbackOffered(talk, command === 'called-back-denied' ? 'denied' : 'genuine')
    ? command
    : undefined;
}

/** What is left of a message that begins with "I rang them back". */
function afterRinging(talk: Talk, typed: string): string | undefined {
  const opening = talk.wording.rangBack.map(plain).find((way) => typed.startsWith(`${way} `));
  if (opening === undefined) return undefined;
  const rest = typed.slice(opening.length + 1);
  const whom = `(?:(?:the|my|our) )?(?:${['them', 'him', 'her', ...namesOfCaller(talk)].join('|')}) `;
  return new RegExp(`^(?:${whom})?(?:back )?(?:and |but )?(?:they said )?(?<outcome>.+)$`, 'u').exec(rest)
    ?.groups?.['outcome'];
}

/** Plain words, so that nothing in a name can be read as a pattern. */
function namesOfCaller(talk: Talk): string[] {
  const { claimedAuthority } = judge(talk);
  const known = talk.knowledge.authorities.find(({ id }) => id === claimedAuthority?.id)?.names ?? [];
  return [...known, claimedAuthority?.words ?? '']
    .map((name) => plain(name).replace(/^(?:the|my|our) /, ''))
    .filter((name) => name !== '');
}
