import { stringify } from 'yaml';
import type { Scorecard } from './build.ts';

export const readmePath = 'README.md';
const begins = '<!-- scorecard: written by npm run -s scorecard -->';
const ends = '<!-- end of scorecard -->';

/** Every file that the scorecard is written to, by its path from the root. */
export function filesOf({ page, headline, figures }: Scorecard, readme: string): Map<string, string> {
  return new Map([
    ['docs/scorecard.md', page],
    ['knowledge/figures.yaml', `${figuresNote}\n${stringify(figures)}`],
    [readmePath, putHeadline(readme, headline)],
  ]);
}

const figuresNote =
  '# Written by `npm run -s scorecard` and told on the About screen. It is no part of the knowledge version.';

/** The README with the tables between its two marks exchanged; throws when a mark is gone. */
export function putHeadline(readme: string, headline: string): string {
  const [from, to] = [readme.indexOf(begins), readme.indexOf(ends)];
  if (from === -1 || to < from) {
    throw new Error(
      `${readmePath} has no place for the figures. Without them nobody sees how well this does. Put back the lines "${begins}" and "${ends}".`,
    );
  }
  return `${readme.slice(0, from + begins.length)}\n\n${headline}\n\n${readme.slice(to)}`;
}
