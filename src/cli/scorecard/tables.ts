import type { Assessment } from '../../domain/assessment.ts';
import { setNames } from '../evaluation/benchmark.ts';
import { outcomeOf, scoreCalls, type Outcome } from '../evaluation/judge.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { measureDecision } from '../evaluation/measures.ts';
import { countSignals, type SignalCount } from '../evaluation/signals.ts';
import {
  area,
  heardAlone,
  isLeftAlone,
  isStopped,
  pairsInOrder,
  pickLabel,
  pickSet,
  pickWritten,
  share,
  type Group,
  type Measured,
  type Moment,
} from './measured.ts';
import { showInstruction } from './instructions.ts';
import { formatTable, places, partOf } from './page.ts';
import type { Robustness } from './robustness.ts';

const labels: readonly { label: Labelled['label']; name: string }[] = [
  { label: 'scam', name: 'scam' },
  { label: 'legit', name: 'genuine' },
  { label: 'ambiguous', name: 'ambiguous' },
  { label: 'none', name: 'ordinary' },
];

/** The sets side by side: how many stories, and how well `risk` orders them. */
export function tableSets(all: Group): string[] {
  const rows = setNames.map((set) => {
    const group = pickSet(all, set);
    const counts = labels.map(({ label }) => String(pickLabel(group, label).length));
    return [set, ...counts, ...[area(group, 'alone'), area(group, 'after'), pairsInOrder(group)].map(places)];
  });
  return formatTable(
    ['set', ...labels.map(({ name }) => name), 'AUC alone', 'AUC after', 'scam above its own twin'],
    rows,
  );
}

const outcomes: readonly Outcome[] = [
  'stop-scam',
  'stop-unsafe',
  'call-back',
  'unwanted',
  'not-a-call',
  'proved',
];

/** What was told, against what is true. */
export function tableConfusion(group: Group, moment: Moment): string[] {
  const rows = labels.flatMap(({ label, name }) => {
    const labelled = pickLabel(group, label);
    if (labelled.length === 0) return [];
    const told = Map.groupBy(labelled, (item) => outcomeOf(item[moment]));
    return [[name, ...outcomes.map((outcome) => String(told.get(outcome)?.length ?? 0))]];
  });
  return formatTable(['', ...outcomes], rows);
}

/** After no answer, one, two, three, and all of them; who was asked less keeps the last judgement. */
export function tablePrefixes(group: Group): string[] {
  const rows = [0, 1, 2, 3, Infinity].map((answers) => {
    const at = ({ path, after }: Measured): Assessment => path[answers] ?? after;
    const { macroF1, precision, recall, genuineStopped } = measureDecision(scoreCalls(group, at));
    const left = share(pickLabel(group, 'scam'), (item) => isLeftAlone(at(item)));
    const done = share(group, ({ path }) => path.length - 1 <= answers);
    const name = answers === Infinity ? 'all' : String(answers);
    return [name, ...[macroF1, precision, recall, genuineStopped, left, done].map(places)];
  });
  return formatTable(
    [
      'answers',
      'macro-F1',
      'precision',
      'scams told stop',
      'genuine told stop',
      'scams told neither',
      'had no more questions',
    ],
    rows,
  );
}

/** Families of few stories are added up: a share of three says nothing. */
const fewestOfFamily = 8;

/** Per family: what was told stop before and after the dialog, and how many of those are scams. */
export function tableFamilies(all: Group): string[] {
  const families = [...Map.groupBy(all, familyOf)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const large = families.filter(([, group]) => group.length >= fewestOfFamily);
  const small = families.filter(([, group]) => group.length < fewestOfFamily);
  const rows = [
    ...large.map(([name, group]) => familyRow(name, group)),
    familyRow(
      `${small.length} small families together`,
      small.flatMap(([, group]) => group),
    ),
  ];
  return formatTable(
    ['family', 'stories', 'scams stopped', 'after', 'genuine stopped', 'after', 'scams among the stopped'],
    rows,
  );
}

/** Pairs of `stories` are families of two, so there the scam they are about is the family. */
function familyOf({ set, story }: Measured): string {
  if (story.label === 'none') return 'ordinary messages';
  if (set === 'retold' || set === 'verbatim') return `${set}: ${story.category ?? 'without'}`;
  return set === 'stories' ? (story.scam?.[0] ?? 'without') : `twins: ${story.family ?? 'without'}`;
}

function familyRow(name: string, group: Group): string[] {
  const scams = pickLabel(group, 'scam');
  const genuine = [...pickLabel(group, 'legit'), ...pickLabel(group, 'none')];
  const right = countStopped(scams, 'after');
  return [
    name,
    String(group.length),
    partOf(countStopped(scams, 'alone'), scams.length),
    String(right),
    partOf(countStopped(genuine, 'alone'), genuine.length),
    String(countStopped(genuine, 'after')),
    places(right / (right + countStopped(genuine, 'after'))),
  ];
}

function countStopped(group: Group, moment: Moment): number {
  return group.filter(isStopped(moment)).length;
}

const bands = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.001] as const;

/** Of those told stop, how many are scams, by band of risk: a higher risk should mean surer. */
export function tableCalibration(group: Group, moment: Moment): string[] {
  const stopped = group.filter(isStopped(moment));
  const rows = bands.slice(1).map((below, at) => {
    const from = bands[at] ?? 0;
    const band = stopped.filter((item) => item[moment].risk >= from && item[moment].risk < below);
    return bandRow(`${from} to ${Math.min(below, 1)}`, band);
  });
  return formatTable(
    ['risk', 'told stop', 'scams', 'genuine', 'ordinary', 'ambiguous', 'share that are scams'],
    [...rows, bandRow('all', stopped)],
  );
}

function bandRow(name: string, band: Group): string[] {
  const counted = (label: Labelled['label']): number => pickLabel(band, label).length;
  const [scams, wrong] = [counted('scam'), counted('legit') + counted('none')];
  const counts = [band.length, scams, counted('legit'), counted('none'), counted('ambiguous')];
  return [name, ...counts.map(String), places(scams / (scams + wrong))];
}

/** Stated signals heard in the story alone: stories, twins and calls apart. */
export function tableSignals(all: Group): string[] {
  const groups = [
    pickSet(all, 'stories'),
    pickSet(all, 'twins'),
    all.filter(({ set }) => set === 'retold' || set === 'verbatim'),
  ].map((group) => new Map(countSignals(heardAlone(group)).map((count) => [count.signal, count])));
  const signals = [...new Set(groups.flatMap((group) => [...group.keys()]))].toSorted();
  const rows = signals.map((signal) => [
    signal,
    ...groups.flatMap((group) => signalCells(group.get(signal))),
  ]);
  const head = ['stories', 'twins', 'calls'].flatMap((set) => [`${set}: stated`, 'precision', 'recall']);
  return formatTable(['signal', ...head], rows);
}

function signalCells(count: SignalCount | undefined): string[] {
  if (!count) return ['-', '-', '-'];
  const { stated, heard, right } = count;
  return [String(stated), places(right / heard), places(right / stated)];
}

export function tableNoise({ noise }: Robustness): string[] {
  const rows = noise.map(({ kind, area: kept, lost, scamsStopped, genuineStopped }) => [
    kind,
    ...[kept, lost, scamsStopped, genuineStopped].map(places),
  ]);
  return formatTable(['told otherwise', 'AUC', 'AUC lost', 'scams told stop', 'genuine told stop'], rows);
}

/** The sums of both halves, then every instruction. */
export function tableAttacks({ attacks }: Robustness): string[] {
  const halves = [
    { name: '**those the rules were written with**', part: attacks.filter(({ isHeldOut }) => !isHeldOut) },
    { name: '**those the rules never saw**', part: attacks.filter(({ isHeldOut }) => isHeldOut) },
  ];
  const rows = [
    ...halves.map(({ name, part }) => [name, sumOf(part, 'tried'), sumOf(part, 'swayed')]),
    ...attacks.map((each) => [
      showInstruction(each.instruction),
      sumOf([each], 'tried'),
      sumOf([each], 'swayed'),
    ]),
  ];
  return formatTable(['instruction', 'tried', 'made more harmless'], rows);
}

function sumOf(attacks: Robustness['attacks'], what: 'tried' | 'swayed'): string {
  const counts = attacks.map(({ tried, swayed }) => (what === 'tried' ? tried : swayed.length));
  return String(counts.reduce((sum, count) => sum + count, 0));
}

/** Written stories and the two kinds of real calls, as they are shown apart. */
export function groupsShown(all: Group): { name: string; group: Group }[] {
  return [
    { name: 'Written stories', group: pickWritten(all) },
    { name: 'Real calls, retold', group: pickSet(all, 'retold') },
    { name: 'Real calls, word for word', group: pickSet(all, 'verbatim') },
  ];
}
