import type { FileRef } from '../src/dialog/brief.ts';
import type { ConversationState } from '../src/dialog/state.ts';
import type { Command, DialogEvent, Tap } from '../src/dialog/turn.ts';
import { plain, readChoices, readCommand, readCorrection, readSomeChoices } from '../src/dialog/typed.ts';
import { wordingFor } from '../src/dialog/words.ts';
import type { Knowledge } from '../src/domain/knowledge.ts';
import { tellAbout } from './about/about.ts';
import { answerAside } from './aside.ts';
import { answerAlert, answerBanner, endAlert, readAlertAnswer, showAlert } from './alerts/alerts.ts';
import { isOvertaken, settleAsked, showSettled } from './asked.ts';
import { keepSaid, takeEdit } from './edited.ts';
import { takeEmergency } from './emergency.ts';
import { harmQuestion, reportHarm } from './containment/containment.ts';
import { leaveContact, readContact, takeContact } from './handoff/contact.ts';
import { getPerson } from './handoff/handoff.ts';
import { keepUpToDate } from './handoff/open-case.ts';
import { takeReport } from './handoff/report.ts';
import { keepQuiet, takeDeskAct, tellClock } from './handoff/relay.ts';
import { after, findQuestion, forget, remember, repeat, reply, say } from './talk.ts';
import type { Context, Reply, Talk } from './talk.ts';
import { attest, readAttestation } from './proving/attest.ts';
import { noteCallback, noteNoAnswer, ringBack } from './proving/callback.ts';
import { askName, isName, takeColleague, takeName } from './proving/naming.ts';
import { goOnWithCheck, leaveNaming, takeAside, takeTypedPhrase, unlessShared } from './proving/proving.ts';
import { readRangBack } from './proving/rang-back.ts';
import { settleCheck } from './proving/record.ts';
import { askTechnicians, takeWordsHeard } from './proving/technician.ts';
import { noteHungUp } from './verification/after-call.ts';
import { echoOf, goBack, takeAnswer } from './verification/answer.ts';
import { readNewAnswer } from './verification/correct.ts';
import { explainWhy, tellCertainty, tellReporting, tellSteps, tellWords } from './verification/follow-up.ts';
import { listen, withTelling } from './verification/listen.ts';
import { answerYes, greet, startStory, welcome } from './verification/opening.ts';

export type { Context, Reply } from './talk.ts';

/** One turn of a conversation. Pure and total: the same input gives the same reply, and odd input gets a plain one. */
export function step(
  state: ConversationState,
  event: DialogEvent,
  knowledge: Knowledge,
  context: Context,
): Reply {
  const talk: Talk = { state, knowledge, context, wording: wordingFor(context.language, knowledge.wording) };
  return settleAsked(talk, event, keepSaid(talk, event, settleCheck(talk, takeAny(talk, event))));
}

function takeAny(talk: Talk, event: DialogEvent): Reply {
  if (event.kind === 'desk') return takeDeskAct(talk, event);
  if (event.kind === 'clock') return tellClock(talk, event);
  if (event.kind === 'rated') return noteRating(talk, event);
  if (event.kind === 'alerted') return showAlert(talk, event);
  if (event.kind === 'alert-ended') return endAlert(talk, event);
  if (event.kind === 'alert-answered') return keepUpToDate(talk, answerBanner(talk, event));
  if (event.kind === 'tapped' && event.tap.verb === 'alert')
    return keepUpToDate(talk, answerAlert(talk, event.tap.alert, event.tap.answer));
  if (event.kind === 'check') return keepUpToDate(talk, goOnWithCheck(talk, event));
  const aside = takeAside(talk, event);
  if (aside !== undefined) return keepUpToDate(talk, aside);
  if (talk.state.technician !== null) return keepQuiet(talk, event);
  return keepUpToDate(talk, takeEvent(talk, event));
}

type PersonEvent = Exclude<
  DialogEvent,
  { kind: 'desk' | 'clock' | 'check' | 'rated' | 'alerted' | 'alert-ended' | 'alert-answered' }
>;

function takeEvent(talk: Talk, event: PersonEvent): Reply {
  switch (event.kind) {
    case 'joined':
      return welcome(talk, event.shared ?? false);
    case 'unsupported':
      return repeat(talk, say(talk, 'unsupported'));
    case 'reported':
      return takeReport(talk, event);
    case 'tapped':
      return isOvertaken(talk, event) ? showSettled(talk, event) : takeTap(talk, event.tap);
    case 'edited':
      return takeEdit(talk, event, (untold, text) => takeMessage(untold, text, []));
    case 'said':
      return (
        takeTypedPhrase(talk, event) ??
        after(event.masked ? [say(talk, 'masked')] : [], takeMessage(talk, event.text, event.files ?? []))
      );
  }
}

/** What somebody thinks of our answer changes nothing but what the technician knows. */
function noteRating(talk: Talk, { reaction, text: words }: Extract<DialogEvent, { kind: 'rated' }>): Reply {
  const told = words === '' ? [] : remember(talk, 'note.rating', { words });
  return reply(talk, ...remember(talk, reaction === 'like' ? 'note.liked' : 'note.disliked'), ...told);
}

function takeTap(talk: Talk, tap: Tap): Reply {
  switch (tap.verb) {
    case 'answer':
      return takeAnswer(talk, tap.question, [tap.choice]);
    case 'answers':
      return takeAnswer(talk, tap.question, tap.choices);
    case 'command':
      return obey(talk, tap.command);
    case 'name':
      return takeColleague(talk, tap.colleague);
    case 'attest':
      return attest(talk, tap.check, tap.answer);
    case 'alert':
      return answerAlert(talk, tap.alert, tap.answer);
  }
}

/** A file is kept with the conversation, where a technician finds it; nobody here looks inside. */
function takeMessage(talk: Talk, said: string, files: readonly FileRef[]): Reply {
  if (files.length === 0) return takeWords(talk, said);
  const names = files.map(({ name }) => name).join(', ');
  const kept = say(talk, talk.state.opened ? 'files.passed-on' : 'files.kept');
  const notes = [...remember(talk, 'note.file', { names }), kept];
  return plain(said) === '' ? repeat(talk, ...notes) : after(notes, takeWords(talk, said));
}

/** Danger to life comes before all else. */
function takeWords(asked: Talk, said: string): Reply {
  if (plain(said) === '') return repeat(asked, say(asked, 'empty'));
  return takeEmergency(asked, said, () => takeMeaning(asked, said)) ?? takeMeaning(asked, said);
}

/** An answer to the question above comes first, then a command, then a new answer to an earlier question, then the story. */
function takeMeaning(asked: Talk, said: string): Reply {
  const attested = readAttestation(asked, said);
  if (attested !== undefined) return attest(asked, attested.check, attested.answer);
  const answered = [asked.state.pending, asked.state.aside].flatMap((id) => readAnswer(asked, id, said))[0];
  if (answered) return takeAnswer(asked, answered.question, answered.choices);
  const harmed = readHarm(asked, said);
  if (harmed.length > 0) return takeAnswer(withTelling(asked, said), harmQuestion, harmed);
  const alerted = readAlertAnswer(asked, said);
  if (alerted) return answerAlert(asked, alerted.alert, alerted.answer, 'typed');
  const aside = answerYes(asked, said) ?? answerAside(asked, said);
  if (aside) return aside;
  const command =
    readCommand(readCorrection(said, asked.wording) ?? said, asked.wording) ?? readRangBack(asked, said);
  if (command) return obey(command === 'harmed' ? withTelling(asked, said) : asked, command);
  const contact = readContact(asked, said);
  if (contact !== undefined) return takeContact(asked, contact);
  if (isName(asked, said)) return takeName(asked, said);
  const talk = leaveNaming(leaveContact(asked));
  const changed = readNewAnswer(talk, said);
  return changed ? takeAnswer(talk, changed.question, changed.choices) : listen(talk, said);
}

function readAnswer(talk: Talk, id: string | null, said: string): { question: string; choices: string[] }[] {
  const question = findQuestion(talk, id);
  const choices = question && readChoices(said, question, talk.wording);
  return question && choices ? [{ question: question.id, choices }] : [];
}

/** Of what has happened nothing may be lost, though only a part of it fits the question: the rest is heard. */
function readHarm(talk: Talk, said: string): string[] {
  const question = talk.state.pending === harmQuestion ? findQuestion(talk, harmQuestion) : undefined;
  const named = question ? readSomeChoices(said, question, talk.wording) : [];
  return named.filter((id) =>
    question?.choices.some((choice) => choice.id === id && choice.harm !== undefined),
  );
}

/** What is typed or tapped about the optional question itself. Everything else goes on without an answer to it. */
const keepsAsking: ReadonlySet<Command> = new Set(['why', 'reasons', 'help', 'not-sure', 'back', 'person']);

function obey(asked: Talk, command: Command): Reply {
  const talk = keepsAsking.has(command) ? asked : leaveNaming(leaveContact(asked));
  switch (command) {
    case 'hello':
      return talk.state.begun ? repeat(talk, say(talk, 'hello')) : greet(talk);
    case 'thanks':
      return repeat(talk, say(talk, talk.state.answerCard === null ? 'thanks-early' : 'thanks'));
    case 'help':
      return help(talk);
    case 'about':
      return tellAbout(talk);
    case 'why':
    case 'reasons':
      return explainWhy(talk);
    case 'back':
      return goBack(talk);
    case 'correct':
      return askWhatIsDifferent(talk);
    case 'not-sure':
      return notSure(talk);
    case 'cancel':
      return cancel(talk);
    case 'restart':
      return startAgain(talk);
    case 'rang':
      return startStory(talk);
    case 'person':
      return getPerson(talk);
    case 'harmed':
      return reportHarm(talk);
    case 'steps':
      return tellSteps(talk);
    case 'say':
      return tellWords(talk);
    case 'report':
      return tellReporting(talk);
    case 'certain':
      return tellCertainty(talk);
    case 'hung-up':
      return noteHungUp(talk);
    case 'called-back-genuine':
      return noteCallback(talk, 'genuine');
    case 'called-back-denied':
      return noteCallback(talk, 'denied');
    case 'no-answer':
      return noteNoAnswer(talk);
    case 'our-it':
      return unlessShared(talk, askTechnicians);
    case 'did-you-call':
      return unlessShared(talk, (alone) => askName(alone, 'colleague'));
    case 'ring-back':
      return ringBack(talk);
    case 'passphrase':
      return unlessShared(talk, (alone) => askName(alone, 'passphrase'));
    case 'words-right':
      return takeWordsHeard(talk, 'right');
    case 'words-wrong':
      return takeWordsHeard(talk, 'wrong');
    case 'words-asked':
      return takeWordsHeard(talk, 'asked');
  }
}

function help(talk: Talk): Reply {
  const pending = findQuestion(talk, talk.state.pending);
  const general = say(talk, talk.state.answerCard === null ? 'help' : 'help-after');
  return repeat(talk, general, ...(pending ? [{ kind: 'say' as const, text: pending.help }] : []));
}

function askWhatIsDifferent(talk: Talk): Reply {
  const answers = talk.state.answers.flatMap(({ question: id, choices }) => {
    const question = findQuestion(talk, id);
    return question ? [echoOf(question, choices)] : [];
  });
  const told = answers.map(({ question, answer }) => `${question} ${answer}`).join('. ');
  const soFar = answers.length > 0 ? [say(talk, 'correct-so-far', { answers: told })] : [];
  return repeat(talk, ...soFar, say(talk, 'correct'));
}

/** Being unsure is an answer to every question, and no reason to change what we said. */
function notSure(talk: Talk): Reply {
  const { pending } = talk.state;
  if (pending !== null) return takeAnswer(talk, pending, ['not-sure']);
  if (talk.state.answerCard !== null && talk.state.dialog === 'verification') return tellCertainty(talk);
  return repeat(talk, say(talk, 'not-sure'));
}

function startAgain(talk: Talk): Reply {
  return after(remember(talk, 'note.restarted'), greet(forget(talk), 'greeting-again'));
}

/** Forgets the call but not its case: that stays with the technicians. */
function cancel(talk: Talk): Reply {
  const line = say(talk, talk.state.opened ? 'cancelled-case' : 'cancelled');
  return reply(forget(talk), ...remember(talk, 'note.cancelled'), line);
}
