import { CallProhibitedRegular } from '@fluentui/react-icons/svg/call-prohibited';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import type { Brief } from '../../api/types.ts';
import { Told } from '../../show/told.tsx';
import { numberKindLabel, whoseLabel } from '../../words/labels.ts';
import { Block } from '../block.tsx';

type CallerNumber = Brief['caller']['numbers'][number];

export function CallerBlock({ brief: { caller, alert } }: { brief: Brief }) {
  return (
    <Block id="caller" title="Caller">
      <dl className="facts">
        <div>
          <dt>Said they were</dt>
          <dd>{caller.claimed === undefined ? 'Not told' : <Told text={caller.claimed} />}</dd>
        </div>
        {alert !== undefined && (
          <div>
            <dt>Alert to staff</dt>
            <dd>
              They said that it is the call of this alert:{' '}
              <a href="#/alerts">
                <Told text={alert.title} />
              </a>
            </dd>
          </div>
        )}
        <div>
          <dt>Number</dt>
          <dd>
            {caller.withheld && <p>Withheld</p>}
            {caller.numbers.length === 0 && !caller.withheld && 'Not told'}
            <ul className="numbers">
              {caller.numbers.map((one) => (
                <NumberLine key={`${one.number} ${one.whose}`} one={one} />
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </Block>
  );
}

/** A number shown or given by a caller proves nothing, and is never one to ring: it is no link. */
function NumberLine({ one: { number, kind, whose, held } }: { one: CallerNumber }) {
  const isOurs = whose === 'ours';
  return (
    <li>
      <span className="number">
        <Told text={number} />
      </span>
      {isOurs ? (
        <span className="mark mark-good">
          <CheckmarkCircleRegular aria-hidden />
          {held === undefined ? 'A number we hold' : `We hold this one: ${held}`}
        </span>
      ) : (
        <span className="mark mark-harm">
          <CallProhibitedRegular aria-hidden />
          Do not ring
        </span>
      )}
      <span className="small quiet">
        {whoseLabel(whose)}, {numberKindLabel(kind)}
      </span>
    </li>
  );
}
