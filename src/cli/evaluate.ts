import { judgeStory, scoreCalls, tellsStop, type Judged } from './evaluation/judge.ts';
import { readLabelled, type Labelled } from './evaluation/labelled.ts';
import { areaUnderCurve, measureDecision, median, type Scored } from './evaluation/measures.ts';
import { countSignals, describeSignalMisses, type SignalCount } from './evaluation/signals.ts';
import { readArguments } from './input.ts';
import { ready } from './ready.ts';

const { words, flags } = readArguments();
if (words.length === 0) {
  process.stderr.write('Nothing to measure. Name a labelled file: npm run -s evaluate -- FILE.jsonl\n');
  process.exit(2);
}
const { config, knowledge } = await ready();
const judged = (await readLabelled(words)).map((story) => judgeStory(story, config.region, knowledge));
print([`${judged.length} cases, knowledge ${knowledge.version}, ${knowledge.scams.length} scams`]);
for (const [name, group] of groups(judged)) print(['', name, ...summarise(group)]);
print(['', 'By family or category: cases, scams told stop, genuine calls told stop', ...byCategory(judged)]);
const heard = judged.map(({ story, alone }) => ({ story, evidence: alone.evidence }));
print(['', 'Signals heard in the story alone', ...countSignals(heard).map(describeSignal)]);
for (const flag of flags) {
  const signal = /^--signal=(.+)$/.exec(flag)?.[1];
  if (signal) print(['', `Stories where ${signal} was misheard`, ...describeSignalMisses(heard, signal)]);
}
if (!flags.has('--no-misses'))
  print(['', 'Misses, from the story alone', ...judged.flatMap((item) => describeMiss(item))]);

/** Real calls are reported apart by how they were written down. */
function groups(all: readonly Judged[]): Map<string, Judged[]> {
  return Map.groupBy(all, ({ story }) => story.wording ?? 'written stories');
}

function summarise(group: readonly Judged[]): string[] {
  const twins = group.filter(({ story }) => story.label === 'scam' || story.label === 'legit');
  const alone = scoreCalls(group, (item) => item.alone);
  const after = scoreCalls(group, (item) => item.after);
  return [
    `  ${count(group, 'scam')} scams, ${count(group, 'legit')} genuine, ${count(group, 'ambiguous')} ambiguous, ${count(group, 'none')} ordinary`,
    `  story alone:  AUC ${figure(areaUnderCurve(alone))}  ${decision(alone)}`,
    `  after dialog: AUC ${figure(areaUnderCurve(after))}  ${decision(after)}  median questions ${median(twins.map(({ questions }) => questions.length))}`,
    `  unsafe whoever asks, told stop: ${share(
      group.filter(({ story }) => story.label === 'scam' && story.decisive === true),
      isStopped,
    )}`,
    `  right scam first ${recallAt(group, 1)}, in the first three ${recallAt(group, 3)} (scams that the knowledge holds)`,
    `  ordinary messages: told stop ${share(labelled(group, 'none'), isStopped)}, drawn into the dialog ${share(labelled(group, 'none'), ({ alone: { topic } }) => topic === 'call')}`,
    `  calls taken for ordinary messages: ${share(twins, ({ alone: { topic } }) => topic === 'other')}`,
  ];
}

function decision(cases: readonly Scored[]): string {
  const { macroF1, precision, recall, genuineStopped } = measureDecision(cases);
  return `macro-F1 ${figure(macroF1)}  stop: precision ${figure(precision)} recall ${figure(recall)} genuine told stop ${figure(genuineStopped)}`;
}

function isStopped({ alone }: Judged): boolean {
  return tellsStop(alone);
}

function labelled(group: readonly Judged[], label: Labelled['label']): Judged[] {
  return group.filter(({ story }) => story.label === label);
}

function count(group: readonly Judged[], label: Labelled['label']): number {
  return labelled(group, label).length;
}

function share(group: readonly Judged[], holds: (item: Judged) => boolean): string {
  return `${group.filter((item) => holds(item)).length} of ${group.length}`;
}

function recallAt(group: readonly Judged[], first: number): string {
  const held = new Set(knowledge.scams.map(({ id }) => id));
  const known = group.filter(({ story }) => story.label === 'scam' && story.scam?.some((id) => held.has(id)));
  const right = known.filter(({ story, alone }) =>
    alone.matches.slice(0, first).some(({ scam }) => story.scam?.includes(scam)),
  );
  return known.length === 0 ? 'not labelled' : figure(right.length / known.length);
}

function byCategory(all: readonly Judged[]): string[] {
  const categories = Map.groupBy(all, ({ story }) => story.category ?? story.family ?? 'without');
  return [...categories]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, group]) => {
      const scams = labelled(group, 'scam');
      const genuine = labelled(group, 'legit');
      return `  ${name}: ${group.length}, ${share(scams, isStopped)}, ${share(genuine, isStopped)}`;
    });
}

function describeSignal({ signal, stated, heard: found, right }: SignalCount): string {
  return `  ${signal.padEnd(34)} precision ${figure(right / found)}  recall ${figure(right / stated)}  stated ${stated}`;
}

/** A scam not told stop, a genuine call or an ordinary message told stop. */
function describeMiss({ story, alone, after, questions }: Judged): string[] {
  const stopped = tellsStop(alone);
  const wrong = story.label === 'scam' ? !stopped : story.label !== 'ambiguous' && stopped;
  if (!wrong) return [];
  return [
    `  ${story.id} ${story.label}: ${alone.verdict}, after ${questions.length} answers ${after.verdict} (${alone.risk.toFixed(2)}) "${story.text}"`,
  ];
}

function figure(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(3);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
