import { readAside } from '../src/dialog/typed.ts';
import { tellsWhatHappens } from './handoff/contact.ts';
import { repeat, say, type Reply, type Talk } from './talk.ts';

/**
 * Answers what is no part of a call: "can you ring them for me", "who can see this". What also tells of the call is left to be
 * heard; the question that stands is put again.
 */
export function answerAside(talk: Talk, said: string): Reply | undefined {
  const key = readAside(said, talk.wording);
  return key === undefined || tellsWhatHappens(talk, said)
    ? undefined
    : repeat(talk, say(talk, `aside.${key}`));
}
