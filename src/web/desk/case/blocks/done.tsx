import type { Brief } from '../../api/types.ts';
import { Told } from '../../show/told.tsx';
import { checkLabel } from '../../words/labels.ts';
import { Block } from '../block.tsx';

export function DoneBlock({ brief: { done } }: { brief: Brief }) {
  return (
    <Block id="done" title="Done so far">
      <h3>The bot told them</h3>
      {done.told.length === 0 ? (
        <p>Nothing yet.</p>
      ) : (
        <ul>
          {done.told.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {done.answers.length > 0 && (
        <>
          <h3>Asked and answered</h3>
          <dl className="facts">
            {done.answers.map(({ question, answer }) => (
              <div key={question}>
                <dt>{question}</dt>
                <dd>
                  <Told text={answer} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3>Still open</h3>
      {done.open.length === 0 ? (
        <p>All four checks are settled.</p>
      ) : (
        <ul>
          {done.open.map((check) => (
            <li key={check}>{checkLabel(check)}</li>
          ))}
        </ul>
      )}
    </Block>
  );
}
