import type { Answer } from '../../src/domain/evidence.ts';
import type { Question } from '../../src/domain/knowledge.ts';
import { harmQuestion, takeHarmAnswer } from '../containment/containment.ts';
import { contactQuestion, leaveContact, skipContact } from '../handoff/contact.ts';
import { proceed } from '../proceed.ts';
import { numberFromQuestion, takeNumberFrom } from '../proving/callback.ts';
import { after, ask, findQuestion, repeat, reply, say, withState, type Reply, type Talk } from '../talk.ts';
import { advance, retireAnswer } from './advance.ts';
import { isTelling } from './heard.ts';

/** Takes an answer to the pending question, or a new answer to an earlier one. An answer to another leaves the optional one. */
export function takeAnswer(asked: Talk, id: string, choices: readonly string[]): Reply {
  if (id === contactQuestion) return skipContact(asked);
  if (id === numberFromQuestion) return takeNumberFrom(asked, choices);
  const talk = leaveContact(asked);
  const question = findQuestion(talk, id);
  const taken = question ? tidyChoices(question, choices) : [];
  if (!question || taken.length === 0) return repeat(talk, say(talk, 'stale'));
  const isPending = talk.state.pending === id;
  const answered = withState(putAnswer(talk, question, taken), {
    begun: true,
    pending: isPending ? null : talk.state.pending,
    trail: isPending ? [...talk.state.trail.filter((one) => one !== id), id] : talk.state.trail,
  });
  const earlier = talk.state.answers.find((answer) => answer.question === id);
  const isNew = earlier?.choices.every((choice) => choice === 'not-sure') ?? true;
  const echo = isPending ? [] : [say(talk, isNew ? 'noted-answer' : 'changed', echoOf(question, taken))];
  const next = id === harmQuestion ? takeHarmAnswer(answered, taken) : proceed(talk, answered);
  return after(echo, next);
}

/** "None of these" and "Not sure" do not stand beside a choice that says something. */
function tidyChoices(question: Question, choices: readonly string[]): string[] {
  const known = question.choices.filter(({ id }) => choices.includes(id));
  const telling = known.filter(isTelling);
  const kept = telling.length > 0 ? telling : known;
  return (question.many && telling.length > 0 ? kept : kept.slice(0, 1)).map(({ id }) => id);
}

/** What has already happened only grows; every other new answer takes the place of the old one. */
function putAnswer(talk: Talk, question: Question, choices: readonly string[]): Talk {
  const { answers } = talk.state;
  const earlier = answers.find((answer) => answer.question === question.id);
  const grown = question.id === harmQuestion ? [...(earlier?.choices ?? []), ...choices] : choices;
  const answer: Answer = { question: question.id, choices: tidyChoices(question, grown) };
  return withState(talk, {
    answers: earlier ? answers.map((one) => (one === earlier ? answer : one)) : [...answers, answer],
  });
}

/** The slots of the sentence that reads an answer back. */
export function echoOf(question: Question, choices: readonly string[]): { question: string; answer: string } {
  const labels = question.choices.filter(({ id }) => choices.includes(id)).map(({ label }) => label);
  return { question: question.text, answer: labels.join(', ') };
}

/** Takes the last answer back and puts its question again; from the optional question, back to the one put aside for it. */
export function goBack(asked: Talk): Reply {
  const talk = leaveContact(asked);
  const { state } = talk;
  if (talk !== asked && state.pending !== null) return repeat(talk, say(talk, 'back'));
  if (state.pending === harmQuestion) return leaveHarmQuestion(talk);
  const trail = state.trail.filter((id) => findQuestion(talk, id));
  const question = findQuestion(talk, trail.at(-1) ?? null);
  if (!question) return repeat(talk, say(talk, 'back-none'));
  const retired = retireAnswer(talk);
  const earlier = withState(retired.talk, {
    dialog: question.id === harmQuestion ? 'containment' : 'verification',
    trail: trail.slice(0, -1),
    answers: state.answers.filter((answer) => answer.question !== question.id),
  });
  return after([...retired.effects, say(talk, 'back')], ask(earlier, question));
}

function leaveHarmQuestion(talk: Talk): Reply {
  const left = withState(talk, { dialog: 'verification', pending: null });
  return after([say(talk, 'back')], left.state.answerCard === null ? advance(left) : reply(left));
}
