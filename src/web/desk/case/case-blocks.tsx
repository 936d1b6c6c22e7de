import { ActionsBlock } from './blocks/actions.tsx';
import { AskBlock } from './blocks/ask.tsx';
import { CallerBlock } from './blocks/caller.tsx';
import { ClosingBlock } from './blocks/closing.tsx';
import { DoneBlock } from './blocks/done.tsx';
import { EvidenceBlock } from './blocks/evidence.tsx';
import { HarmBlock } from './blocks/harm.tsx';
import { PersonBlock } from './blocks/person.tsx';
import { RelatedBlock } from './blocks/related.tsx';
import { TimelineBlock } from './blocks/timeline.tsx';
import { VerdictBlock } from './blocks/verdict.tsx';
import type { CaseWork } from './use-case.ts';

/** Blocks 2 to 12 in order of need; the head of the page is the first. */
export function CaseBlocks({ work }: { work: CaseWork }) {
  const { case: one } = work;
  return (
    <div className="blocks">
      <HarmBlock brief={one.brief} />
      <div className="block-pair">
        <PersonBlock case={one} />
        <CallerBlock brief={one.brief} />
      </div>
      <AskBlock brief={one.brief} />
      <VerdictBlock brief={one.brief} />
      <DoneBlock brief={one.brief} />
      <TimelineBlock work={work} />
      <EvidenceBlock case={one} />
      <RelatedBlock case={one} />
      <ActionsBlock work={work} />
      <ClosingBlock case={one} />
    </div>
  );
}
