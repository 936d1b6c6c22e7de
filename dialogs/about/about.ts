import type { Block } from '../../src/dialog/effect.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { repeat, show, text, type Reply, type Talk } from '../talk.ts';

/** Which rules this works by, whether they are in date, and how often they were wrong. The question that stands is put again. */
export function tellAbout(talk: Talk): Reply {
  const { talk: shown, effect } = show(talk, 'about', {
    tone: 'calm',
    heading: text(talk, 'about.heading'),
    summary: text(talk, 'about.summary'),
    blocks: [
      ...[...tellRules(talk), ...tellFigures(talk), text(talk, 'about.either-way')].map(asBlock),
      { kind: 'catalogue', label: text(talk, 'about.catalogue') },
    ],
    offers: [],
  });
  return repeat(shown, effect);
}

function tellRules(talk: Talk): string[] {
  const { version } = talk.knowledge;
  const reviews = reviewDays(talk.knowledge);
  const late = reviews.filter((day) => day < talk.context.now).length;
  const slots = { late: String(late), entries: String(reviews.length) };
  return [
    text(talk, 'about.version', { version }),
    late === 0 ? text(talk, 'about.in-date') : text(talk, 'about.overdue', slots),
  ];
}

/** Everything that is kept under review. ISO days and times order as they are written. */
function reviewDays({ signals, scams, authorities, reporting, playbooks }: Knowledge): string[] {
  const entries = [signals, scams, authorities, reporting, playbooks].flat();
  return entries.map(({ reviewBy }) => reviewBy);
}

function tellFigures(talk: Talk): string[] {
  const { figures, version } = talk.knowledge;
  if (!figures) return [text(talk, 'about.not-measured')];
  const told = text(talk, 'about.measured', slotsOf(figures));
  return figures.measuredOn === version ? [told] : [told, text(talk, 'about.measured-earlier')];
}

function slotsOf({ stories, genuine, genuineToldStop, scams, ...told }: Figures): Record<string, string> {
  const counts = {
    stories,
    genuine,
    wrong: genuineToldStop,
    scams,
    stopped: told.scamsToldStop,
    rung: told.scamsToldStopOrRingBack - told.scamsToldStop,
    missed: scams - told.scamsToldStopOrRingBack,
  };
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}

function asBlock(line: string): Block {
  return { kind: 'text', text: line };
}
