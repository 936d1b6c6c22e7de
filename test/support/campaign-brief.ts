import { writeBrief } from '../../dialogs/handoff/brief.ts';
import type { CaseBrief } from '../../src/dialog/brief.ts';
import { initialState } from '../../src/dialog/state.ts';
import { wordingFor } from '../../src/dialog/words.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { context } from './context.ts';

/** The brief of a case that this story alone would open, written as every brief is. */
export function briefOf(story: string, knowledge: Knowledge): CaseBrief {
  const state = { ...initialState(), begun: true, rang: true, story: [story] };
  const wording = wordingFor(context.language, knowledge.wording);
  return writeBrief({ state, knowledge, context, wording }, 'reported');
}
