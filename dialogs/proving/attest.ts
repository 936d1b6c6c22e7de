import { plain } from '../../src/dialog/typed.ts';
import type { AttestAnswer, Attesting, CheckStep } from '../../src/dialog/check.ts';
import type { Card, Offer } from '../../src/dialog/effect.ts';
import { reply, say, show, text, withState, type Reply, type Talk } from '../talk.ts';
import { overCard } from './record.ts';

type Question = Extract<CheckStep, { kind: 'question' }>;

/** Asks somebody whether it was really them who rang a colleague, in their own chat. The newest question takes the place of one before. */
export function askToAttest(talk: Talk, check: string, { name, about, dueAt }: Question): Reply {
  const shown = show(talk, 'attest', questionCard(talk, check, { name, about }));
  const attesting: Attesting = { check, name, about, dueAt, card: shown.id };
  const closed =
    talk.state.attesting === null ? [] : [closing(talk, talk.state.attesting, 'attest.withdrawn')];
  return reply(withState(shown.talk, { attesting, begun: true }), ...closed, shown.effect);
}

function questionCard(
  talk: Talk,
  check: string,
  { name, about }: Pick<Attesting, 'name' | 'about'>,
): Omit<Card, 'id'> {
  const who = name ?? text(talk, 'attest.somebody');
  const key = about === null ? 'attest' : 'attest-deputy';
  const slots = { who, about: about ?? '' };
  const heading = text(talk, `${key}.heading`, slots);
  return {
    tone: 'caution',
    heading,
    summary: `${heading} ${text(talk, 'attest.summary')}`,
    blocks: [{ kind: 'text', text: text(talk, `${key}.text`, slots) }],
    offers: answersTo(about).map((answer): Offer => offerAnswer(talk, check, about, answer)),
  };
}

function answersTo(about: string | null): AttestAnswer[] {
  return about === null ? ['yes', 'no'] : ['yes', 'no', 'unsure'];
}

function offerAnswer(talk: Talk, check: string, about: string | null, answer: AttestAnswer): Offer {
  const key = about === null ? `button.attest-${answer}` : `button.attest-deputy-${answer}`;
  return { label: text(talk, key), tap: { verb: 'attest', check, answer } };
}

/** The answer that typed words are, while somebody is asked. One word alone answers the question above it, if there is one. */
export function readAttestation(
  talk: Talk,
  said: string,
): { check: string; answer: AttestAnswer } | undefined {
  const { attesting, pending } = talk.state;
  const isOther = pending !== null && !plain(said).includes(' ');
  if (attesting === null || isOther) return undefined;
  const found = answersTo(attesting.about).find((answer) => {
    const { label } = offerAnswer(talk, attesting.check, attesting.about, answer);
    const ways = [label, ...text(talk, `attest.typed-${answer}`).split(' | ')];
    return ways.some((way) => plain(way) === plain(said));
  });
  return found && { check: attesting.check, answer: found };
}

/** Only the question that stands can be answered, once, and in time. */
export function attest(talk: Talk, check: string, answer: AttestAnswer): Reply {
  const { attesting } = talk.state;
  if (attesting?.check !== check || !answersTo(attesting.about).includes(answer))
    return reply(talk, say(talk, 'attest.over'));
  const answered = withState(talk, { attesting: null });
  if (talk.context.now >= attesting.dueAt)
    return reply(answered, closing(talk, attesting, 'attest.withdrawn'));
  return reply(answered, closing(talk, attesting, `attest.thanks-${answer}`), {
    kind: 'attest',
    check,
    answer,
  });
}

/** Nobody waits for the answer any more. */
export function withdrawQuestion(talk: Talk, check: string): Reply {
  const { attesting } = talk.state;
  if (attesting?.check !== check) return reply(talk);
  return reply(withState(talk, { attesting: null }), closing(talk, attesting, 'attest.withdrawn'));
}

function closing(talk: Talk, { name, card }: Attesting, key: string): Reply['effects'][number] {
  const who = name ?? text(talk, 'attest.somebody');
  return { kind: 'show', card: { id: card, ...overCard(talk, key, { who }) } };
}
