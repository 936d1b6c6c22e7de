import type { Figures } from '../../domain/figures.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { readBenchmark } from '../evaluation/benchmark.ts';
import { judgeStory } from '../evaluation/judge.ts';
import { describeSwayed } from './instructions.ts';
import { formatTargets, measureTargets, type Standing } from './headline.ts';
import {
  fewestStated,
  isLeftAlone,
  isStopped,
  macroF1At,
  pickLabel,
  pickWritten,
  type Group,
} from './measured.ts';
import { listMisses } from './misses.ts';
import { places } from './page.ts';
import { measureRobustness, type Robustness } from './robustness.ts';
import {
  groupsShown,
  tableAttacks,
  tableCalibration,
  tableConfusion,
  tableFamilies,
  tableNoise,
  tablePrefixes,
  tableSets,
  tableSignals,
} from './tables.ts';

/** What `npm run -s scorecard` writes. */
export type Scorecard = {
  /** The whole page, `docs/scorecard.md`. */
  page: string;
  /** The headline tables, for the README. */
  headline: string;
  /** What the About screen tells. */
  figures: Figures;
};

/** The benchmark is measured as an English organisation would see it, whatever this machine is set to. */
const region = 'GB-ENG';

/** Measures the whole benchmark. The same benchmark, code and knowledge give the same bytes. */
export async function buildScorecard(knowledge: Knowledge): Promise<Scorecard> {
  const cases = await readBenchmark();
  const all = cases.map((item) => ({ ...item, ...judgeStory(item.story, region, knowledge) }));
  const robustness = await measureRobustness(all, region, knowledge);
  const standings = measureTargets(all, robustness, knowledge);
  const lines = [
    ...opening(all, knowledge),
    ...headlines(standings, true),
    ...details(all, robustness, knowledge),
    '## Every miss, in words',
    '',
    missesNote,
    '',
    ...listMisses(all, knowledge),
  ];
  return {
    page: `${lines.join('\n').trimEnd()}\n`,
    headline: headlines(standings, false).join('\n').trim(),
    figures: figuresOf(all, knowledge),
  };
}

function opening(all: Group, { version, scams, weights }: Knowledge): string[] {
  return [
    '# Scorecard',
    '',
    `Written by \`npm run -s scorecard\`; CI writes it again and fails on a difference. Measured: ${all.length} labelled stories of [the benchmark](../test/benchmark/README.md), knowledge`,
    `\`${version}\` with ${scams.length} scams. No story of the benchmark stands in the knowledge or the training stories; a test sees to it. The thresholds were set by`,
    `\`${weights.trainedBy}\`: where that names a file of the benchmark, its figures are a little kind to themselves.`,
    '',
    ...tableSets(all),
    '',
  ];
}

function headlines({ alone, after }: Record<'alone' | 'after', Standing[]>, wide: boolean): string[] {
  const title = (text: string): string => (wide ? `## ${text}` : `**${text}**`);
  return [
    title('From the story alone'),
    '',
    ...formatTargets(alone, wide),
    '',
    title('After the dialog, answered truthfully from the labels'),
    '',
    ...formatTargets(after, wide),
    '',
  ];
}

function details(all: Group, robustness: Robustness, { weights }: Knowledge): string[] {
  const shown = groupsShown(all);
  const each = (title: string, table: (group: Group) => string[]): string[] =>
    shown.flatMap(({ name, group }) => [`${name}, ${title}:`, '', ...table(group), '']);
  const written = pickWritten(all);
  return [
    ...howToRead,
    `One threshold on \`risk\` alone, written stories: at \`concludeAt\` ${weights.concludeAt} macro-F1 ${places(macroF1At(written, weights.concludeAt))}, at \`stopAt\` ${weights.stopAt} macro-F1 ${places(macroF1At(written, weights.stopAt))}.`,
    '',
    '## What was told',
    '',
    ...each('story alone', (group) => tableConfusion(group, 'alone')),
    ...each('after the dialog', (group) => tableConfusion(group, 'after')),
    '## After each answer',
    '',
    ...each('scams and genuine calls', tablePrefixes),
    '## Calibration',
    '',
    'Of the messages told stop, how many are scams. Ambiguous ones have no right answer and are left out of the share.',
    '',
    ...each('story alone', (group) => tableCalibration(group, 'alone')),
    ...each('after the dialog', (group) => tableCalibration(group, 'after')),
    '## Per family',
    '',
    'Genuine counts ordinary messages too. The share is of those told stop after the dialog.',
    '',
    ...tableFamilies(all),
    '',
    '## Signals heard in the story alone',
    '',
    `The weakest signal in the table at the top is among those that at least ${fewestStated} written stories state.`,
    '',
    ...tableSignals(all),
    '',
    '## Told otherwise',
    '',
    'The written scams and genuine calls, changed by [fixed tables](../test/benchmark/noise.yaml).',
    '',
    ...tableNoise(robustness),
    '',
    '## Orders to the bot inside the story',
    '',
    'Each [instruction](../test/benchmark/instructions.yaml) is put before, between, after and into the sentences of one written scam in twenty-four, at each place of others.',
    '',
    ...tableAttacks(robustness),
    '',
    ...describeSwayed(robustness.attacks),
    '',
    '## Speed',
    '',
    'Times depend on the machine, so they are not part of this page: `npm run bench` measures them side by side, and the README holds the last figures.',
    '',
  ];
}

const howToRead = [
  '## How to read it',
  '',
  '- What is **met** is decided on the written stories together, and for real calls on the retold ones. The columns to the right show each set by itself.',
  '- **AUC** is the chance that a scam has more `risk` than a genuine call. **macro-F1** is the mean of how well scams and genuine calls are each told apart.',
  '- **Told stop** is the verdict `stop-scam` or `stop-unsafe`. A genuine call that is told to ring back is no false alarm: that is the right advice for it.',
  '- **Neither** is a scam told `unwanted` or `proved`, or one not taken for a call at all.',
  '- **Claimed authority** is right when both are nobody, or when a telling word of the label ("Barclays", not "team") stands in a name of our authority, in its id, or in the words we quote, at most six of them.',
  '- **Right scam** counts scams with a label that the knowledge holds.',
  '- **After the dialog** every question is answered from the labels, and "Not sure" where they are silent. A message about a call that was taken for an ordinary one is told again after "Somebody rang me".',
  '',
];

const missesNote =
  'The first judgement is from the story alone, the second after the dialog; the numbers are `risk` at both, which staff never see. Stories are test data and unedited; long ones are cut.';

/** As staff type them: the written stories, after the dialog. */
function figuresOf(all: Group, { version }: Knowledge): Figures {
  const written = pickWritten(all);
  const scams = pickLabel(written, 'scam');
  const genuine = pickLabel(written, 'legit');
  return {
    measuredOn: version,
    stories: all.length,
    genuine: genuine.length,
    genuineToldStop: genuine.filter(isStopped('after')).length,
    scams: scams.length,
    scamsToldStop: scams.filter(isStopped('after')).length,
    scamsToldStopOrRingBack: scams.filter(({ after }) => !isLeftAlone(after)).length,
  };
}
