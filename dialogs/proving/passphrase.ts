import type { Check, CheckRecord } from '../../src/dialog/check.ts';
import type { Colleague } from '../../src/domain/knowledge.ts';
import { after, reply, say, withState, type Reply, type Talk } from '../talk.ts';
import { claimColleague } from './colleague.ts';
import { concludeAnew } from './conclude.ts';
import { proveColleague } from './prove.ts';
import { end, keep, newRecord } from './record.ts';

/** Nobody needs longer to say a few words, and then to type them. */
const passphraseSeconds = 600;

/** The third wrong try is a denial. */
const mostTries = 3;

export type PassphraseCheck = Extract<Check, { kind: 'passphrase' }>;

/** Asks for the words that the caller says. What is typed next is hidden before it comes this far; only whether it fits is known. */
export function askPassphrase(asked: Talk, { name, id, teamsId }: Colleague): Reply {
  const talk = claimColleague(asked);
  const record: CheckRecord = {
    ...newRecord(talk, 'passphrase', passphraseSeconds),
    about: name,
    asked: { id, name, teamsId: teamsId ?? null },
  };
  const check: PassphraseCheck = { kind: 'passphrase', record, triesLeft: mostTries };
  const asking = withState(talk, { check });
  return reply(asking, say(asking, 'passphrase.ask', { name }), keep(record));
}

/** Takes one try. */
export function takePhrase(talk: Talk, check: PassphraseCheck, phrase: 'right' | 'wrong'): Reply {
  const name = check.record.about ?? '';
  const triesLeft = check.triesLeft - 1;
  if (phrase === 'wrong' && triesLeft > 0) {
    const tried = withState(talk, { check: { ...check, triesLeft } });
    return reply(tried, say(tried, 'passphrase.again', { name }));
  }
  const outcome = phrase === 'right' ? 'genuine' : 'denied';
  const ended = end(talk, check.record, outcome);
  const proved = proveColleague(ended.talk, { kind: 'passphrase', outcome, by: name, about: name });
  return after([ended.effect, ...proved.effects], concludeAnew(proved.talk));
}

/** Nothing is proved by a passphrase that nobody said in time. */
export function endPassphrase(talk: Talk, check: PassphraseCheck): Reply {
  const ended = end(talk, check.record, 'late');
  return reply(ended.talk, ended.effect, say(ended.talk, 'passphrase.late'));
}
