import Fuse from 'fuse.js';
import { assess } from '../../domain/assess.ts';
import type { Knowledge, Scam } from '../../domain/knowledge.ts';
import { prepare } from '../../domain/prepare.ts';
import { median, rounded, spread, timeEach, type Part } from './measure.ts';
import { storiesFrom, storyWords } from './stories.ts';

/** Fuse takes tens of milliseconds a story: with token search hundreds. These few keep the run short. */
const fuseStories = 20;
const assessRounds = 10;

/** `assess` beside plain Fuse.js over the same scams: one document per scam with all its text. */
export function benchSearch(knowledge: Knowledge, region: string): Part {
  const stories = storiesFrom(knowledge);
  const some = stories.slice(0, fuseStories);
  const many = Array.from({ length: assessRounds }, () => stories).flat();
  // Done once per start and measured apart; it would use up the warm-up.
  prepare(knowledge);
  const judge = (story: string): unknown => assess({ story, answers: [], proofs: [], region }, knowledge);
  const rows = [
    { engine: 'assess', durationsMs: timeEach(many, judge) },
    { engine: 'Fuse.js, default', durationsMs: timeEach(some, plainFuse(knowledge, false)) },
    { engine: 'Fuse.js, token search', durationsMs: timeEach(some, plainFuse(knowledge, true)) },
  ];
  const ours = median(rows[0]?.durationsMs ?? []);
  return {
    name: 'search',
    title: `A story of ${storyWords} words against ${knowledge.scams.length} scams`,
    note: 'assess listens, ranks, judges and explains; Fuse.js only searches. "times" compares medians with assess.',
    rows: rows.map(({ engine, durationsMs }) =>
      Object.assign({ engine, stories: durationsMs.length }, spread(durationsMs), {
        times: rounded(median(durationsMs) / ours),
      }),
    ),
  };
}

function plainFuse({ scams }: Knowledge, useTokenSearch: boolean): (story: string) => unknown {
  const documents = scams.map((scam) => ({ id: scam.id, text: allText(scam) }));
  const fuse = new Fuse(documents, { keys: ['text'], useTokenSearch, includeScore: true });
  return (story) => fuse.search(story);
}

function allText(scam: Scam): string {
  const { title, summary, aliases, callersSay, staffSay, twin, say, examples } = scam;
  return [
    title,
    summary,
    ...aliases,
    ...callersSay,
    ...staffSay,
    twin.looksLike,
    ...twin.phrases,
    ...say,
    ...scam.do,
    ...scam.dont,
    ...examples.caught,
  ].join('\n');
}
