import { useId } from 'react';
import { defang } from '../../../dialog/defang.ts';
import type { DeskCampaign, StaffAlert } from '../api/types.ts';
import { casePath } from '../route.ts';
import { Ago, Time } from '../show/time.tsx';

type Props = { campaign: DeskCampaign; alerts: readonly StaffAlert[] };

/** One caller at work: what is known, the alerts about it, and who told of it when. */
export function Campaign({ campaign, alerts }: Props) {
  const id = useId();
  const { scam, authority, requests, lastSeenAt, seen, elsewhere, timeline } = campaign;
  return (
    <li className="campaign">
      <h3 id={id}>{scam ?? 'The same caller, no scam is clear'}</h3>
      <p className="quiet">
        {countCases(seen)}
        {elsewhere > 0 && `, and ${elsewhere} at other organisations`}. The last one was{' '}
        <Ago at={lastSeenAt} />.
      </p>
      <dl className="campaign-facts">
        {authority !== null && (
          <div>
            <dt>Caller says they are</dt>
            <dd>{authority}</dd>
          </div>
        )}
        {requests.length > 0 && (
          <div>
            <dt>What the caller wants</dt>
            <dd>{requests.join('; ')}</dd>
          </div>
        )}
        {alerts.length > 0 && (
          <div>
            <dt>Alert to staff</dt>
            {alerts.map((alert) => (
              <dd key={alert.id}>
                <a href="#/alerts">{alert.clientName}</a>: {states[alert.status]}
              </dd>
            ))}
          </div>
        )}
      </dl>
      <h4 id={`${id}-timeline`}>Timeline</h4>
      <ol className="campaign-timeline" aria-labelledby={`${id} ${id}-timeline`}>
        {timeline.map((line, index) => (
          <li key={index} className={`campaign-${line.kind}`}>
            <Time at={line.at} /> <Line line={line} />
          </li>
        ))}
      </ol>
    </li>
  );
}

const states: Readonly<Record<StaffAlert['status'], string>> = {
  draft: 'waits for a lead',
  active: 'sent',
  expired: 'ended',
  withdrawn: 'taken back',
};

function countCases(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}

function Line({ line }: { line: DeskCampaign['timeline'][number] }) {
  switch (line.kind) {
    case 'case':
      return (
        <span>
          <a href={casePath(line.id)}>{defang(line.headline)}</a>{' '}
          <span className="quiet">{line.clientName}</span>
        </span>
      );
    case 'elsewhere':
      return <span>A case at another organisation</span>;
    case 'opened':
      return <strong>The campaign was noticed</strong>;
  }
}
