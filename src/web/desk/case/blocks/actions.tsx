import { Checkbox } from '@fluentui/react-components';
import type { CaseDetail } from '../../api/types.ts';
import { Time } from '../../show/time.tsx';
import { Block } from '../block.tsx';
import type { CaseWork } from '../use-case.ts';

/** Block 11: what is to be done, ticked with time and initials. */
export function ActionsBlock({ work }: { work: CaseWork }) {
  const { brief, ticks } = work.case;
  return (
    <Block
      id="actions"
      title="What to do"
      aside={
        <span className="quiet">
          {ticks.length} of {brief.actions.length} done
        </span>
      }
    >
      {brief.actions.length === 0 && <p>No steps are suggested for this case.</p>}
      <ul className="actions">
        {brief.actions.map((action) => (
          <ActionLine
            key={action.id}
            action={action}
            tick={ticks.find((tick) => tick.action === action.id)}
            work={work}
          />
        ))}
      </ul>
    </Block>
  );
}

type LineProps = {
  action: { id: string; text: string };
  tick: CaseDetail['ticks'][number] | undefined;
  work: CaseWork;
};

function ActionLine({ action, tick, work }: LineProps) {
  return (
    <li>
      <Checkbox
        label={action.text}
        checked={tick !== undefined}
        onChange={(_, { checked }) =>
          work.busy ? undefined : void work.change('ticks', { action: action.id, done: checked === true })
        }
      />
      {tick && (
        <span className="tick small quiet">
          <abbr title={tick.by}>{tick.initials}</abbr> <Time at={tick.at} />
        </span>
      )}
    </li>
  );
}
