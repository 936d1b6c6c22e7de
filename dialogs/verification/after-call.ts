import { after, findQuestion, remember, repeat, say, withState, type Reply, type Talk } from '../talk.ts';
import { takeAnswer } from './answer.ts';
import { tellSteps } from './follow-up.ts';

/** The person put the phone down: say well done, then what is left to do. */
export function noteHungUp(talk: Talk): Reply {
  const ended = markEnded(talk);
  const notes = remember(talk, 'note.hung-up');
  if (talk.state.pending === 'caller-on-line')
    return after(notes, takeAnswer(talk, 'caller-on-line', ['no']));
  if (talk.state.answerCard === null) return repeat(ended, ...notes, say(talk, 'hung-up-open'));
  return tellSteps(ended, ...notes, say(talk, 'hung-up'));
}

function markEnded(talk: Talk): Talk {
  if (!findQuestion(talk, 'caller-on-line')) return talk;
  const others = talk.state.answers.filter(({ question }) => question !== 'caller-on-line');
  const { check } = talk.state;
  return withState(talk, {
    // Words are said on the call or not at all; whoever else was asked may still answer.
    check: check?.kind === 'technician' || check?.kind === 'naming' ? null : check,
    answers: [...others, { question: 'caller-on-line', choices: ['no'] }],
    begun: true,
  });
}
