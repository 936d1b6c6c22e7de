import type { CaseDetail, Closing } from '../../api/types.ts';
import { Time } from '../../show/time.tsx';
import { outcomeLabels } from '../../words/labels.ts';
import { Block, Facts } from '../block.tsx';

const rightness: Record<Closing['botWasRight'], string> = { yes: 'Yes', no: 'No', unsure: 'Not sure' };

export function ClosingBlock({ case: { closing, closedAt, technician } }: { case: CaseDetail }) {
  if (closing === null)
    return (
      <Block id="closing" title="How it ended">
        <p>Not closed yet. Whoever has the case closes it, and the person is told how it ended.</p>
      </Block>
    );
  return (
    <Block id="closing" title="How it ended">
      <Facts
        rows={[
          { name: 'It was', value: outcomeLabels[closing.outcome] },
          { name: 'Was the bot right?', value: rightness[closing.botWasRight] },
          { name: 'Note', value: closing.note || 'None' },
          ...(closedAt ? [{ name: 'Closed', value: <Time at={closedAt} /> }] : []),
          ...(technician ? [{ name: 'By', value: technician.name }] : []),
        ]}
      />
    </Block>
  );
}
