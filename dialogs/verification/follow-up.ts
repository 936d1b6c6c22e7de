import type { Block, Card, Effect } from '../../src/dialog/effect.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import type { Advice, Assessment } from '../../src/domain/assessment.ts';
import { quotesFor } from '../../src/domain/judging/explain.ts';
import { markNumbers } from '../../src/domain/numbers.ts';
import { harmQuestion, showContainment } from '../containment/containment.ts';
import {
  after,
  findQuestion,
  isStop,
  judge,
  mayBeLive,
  offer,
  repeat,
  say,
  show,
  text,
  type Reply,
  type Talk,
} from '../talk.ts';
import { ringThem, seenElsewhere } from './cards.ts';
import { deniedText, provedText } from './checked.ts';

/** "Why?": of a question while it stands, of our answer after that. */
export function explainWhy(talk: Talk): Reply {
  const pending = findQuestion(talk, talk.state.pending);
  if (pending) return repeat(talk, { kind: 'say', text: pending.why });
  return talk.state.answerCard === null ? repeat(talk, say(talk, 'why-nothing')) : showReasons(talk);
}

function showReasons(talk: Talk): Reply {
  const assessment = judge(talk);
  const change = isStop(assessment) ? 'stop' : assessment.verdict;
  const { claimedAuthority } = assessment;
  const lines = [
    ...(claimedAuthority ? [text(talk, 'reasons.claimed', { who: claimedAuthority.words })] : []),
    ...seenElsewhere(talk, adviceOf(talk)),
    ...forThem(talk, assessment),
    text(talk, `reasons.change-${change}`),
  ];
  const blocks = [
    ...reasonBlocks(talk, assessment),
    ...lines.map((line): Block => ({ kind: 'text', text: line })),
  ];
  return showCard(talk, 'reasons', { summary: text(talk, 'reasons.summary'), blocks });
}

/** What ringing back showed comes before anything that was only told. */
function reasonBlocks(talk: Talk, { reasons, identity }: Assessment): Block[] {
  const checked = { proved: provedText, disproved: deniedText, unproved: undefined }[identity]?.(talk);
  const none = reasons.length === 0 ? [text(talk, 'reasons.none')] : [];
  const lines = checked === undefined ? none : [checked];
  return [
    ...lines.map((line): Block => ({ kind: 'text', text: line })),
    ...(reasons.length > 0 ? [{ kind: 'reasons' as const, reasons }] : []),
  ];
}

/** An undecided call is told fairly: what speaks for the caller is named, and that it proves nothing. */
function forThem(talk: Talk, { verdict, evidence, numbers }: Assessment): string[] {
  const quotes = verdict === 'call-back' ? quotesFor(evidence, talk.knowledge.signals) : [];
  const words = quotes.slice(0, 2).map((quote) => `“${markNumbers(quote, numbers, talk.knowledge)}”`);
  return words.length > 0 ? [text(talk, 'reasons.for-them', { words: words.join(', ') })] : [];
}

/** What to say to the caller; right at any time, since ringing back always is. */
export function tellWords(talk: Talk): Reply {
  const assessment = judge(talk);
  const [first, firmer] = adviceOf(talk).say;
  const blocks: Block[] = [
    { kind: 'say', label: text(talk, 'label.say'), text: first },
    { kind: 'say', label: text(talk, 'label.say-again'), text: firmer },
    ...(isStop(assessment) && mayBeLive(talk, assessment)
      ? [{ kind: 'text' as const, text: text(talk, 'stop-live.again') }]
      : []),
  ];
  return showCard(talk, 'say', { summary: text(talk, 'say.summary', { line: first }), blocks });
}

/** The next steps, once there is an answer to act on. */
export function tellSteps(talk: Talk, ...before: Effect[]): Reply {
  const { state } = talk;
  if (state.dialog === 'containment' && state.opened?.harm) return after(before, showContainment(talk));
  if (state.pending === harmQuestion) return repeat(talk, ...before, say(talk, 'containment.tell-first'));
  if (state.answerCard === null) return repeat(talk, ...before, say(talk, 'verdict-first'));
  const assessment = judge(talk);
  const advice = adviceOf(talk);
  const blocks = [
    ...(assessment.verdict === 'call-back'
      ? [ringThem(talk, advice)]
      : listSteps(stepsLeft(talk, assessment, advice))),
    ...pointsOf(text(talk, 'title.dont'), advice.dont),
    ...reportBlocks(talk, advice, text(talk, 'title.report')),
  ];
  return after(before, showCard(talk, 'steps', { summary: text(talk, 'steps.summary'), blocks }));
}

/** Who has hung up is not told to hang up, nor why; what to do then is kept. */
function stepsLeft(talk: Talk, assessment: Assessment, { steps }: Advice): string[] {
  if (mayBeLive(talk, assessment)) return [...steps];
  const hangingUp = text(talk, 'steps.hanging-up').split(' | ');
  const acting = text(talk, 'steps.after-hanging-up').split(' | ');
  return steps.flatMap((line) => {
    const opening = hangingUp.find((words) => line.startsWith(words));
    if (opening === undefined) return [line];
    const rest = line.slice(opening.length).trim();
    return acting.some((word) => rest.startsWith(word)) ? [rest] : [];
  });
}

/** Where to report it, in the organisation's own region. */
export function tellReporting(talk: Talk): Reply {
  const blocks = reportBlocks(talk, adviceOf(talk));
  return showCard(talk, 'report', { summary: text(talk, 'report.summary'), blocks });
}

/** "Is it definitely a scam?" gets an honest answer: nobody can be certain, and it need not matter. */
export function tellCertainty(talk: Talk): Reply {
  const isJudged = talk.state.answerCard !== null;
  return repeat(talk, say(talk, isJudged ? `certain-${judge(talk).verdict}` : 'certain-undecided'));
}

/** The title is left out under a heading that says the same. */
function reportBlocks(talk: Talk, { report }: Advice, title?: string): Block[] {
  const rows = report.map(({ name, when, how }) => ({
    name,
    value: text(talk, 'report.row', { when, how }),
  }));
  if (rows.length === 0) return [{ kind: 'text', text: text(talk, 'report.none') }];
  return [title === undefined ? { kind: 'facts', rows } : { kind: 'facts', title, rows }];
}

function listSteps(items: readonly string[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'steps', items }];
}

function pointsOf(title: string, items: readonly string[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'points', title, items }];
}

function adviceOf(talk: Talk): Advice {
  return adviceFor(judge(talk), talk.context.region, talk.knowledge);
}

function showCard(talk: Talk, name: string, { summary, blocks }: Pick<Card, 'summary' | 'blocks'>): Reply {
  const heading = text(talk, `${name}.heading`);
  const shown = show(talk, name, { tone: 'calm', heading, summary, blocks, offers: [offer(talk, 'person')] });
  return repeat(shown.talk, shown.effect);
}
