import { Button, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import { send } from '../api/client.ts';
import type { StaffAlert, StaffAlertList } from '../api/types.ts';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import { mayDo, useMe } from '../me.ts';
import { Problem } from '../show/problem.tsx';
import { Time } from '../show/time.tsx';
import { Told } from '../show/told.tsx';
import { peopleWords } from './people-words.ts';
import { StaffAlertDialog } from './staff-alert-dialog.tsx';

/** Alerts to the staff of clients: what waits for a lead, what counts, and what is over. */
export function StaffAlerts() {
  const { data, error, reload } = useAnswer<StaffAlertList>('/staff-alerts', onAnyChange);
  const alerts = data?.alerts ?? [];
  const groups = data?.groups ?? [];
  const shown = { groups, onDone: reload };
  return (
    <section aria-labelledby="staff-alerts" className="staff-alerts">
      <div className="staff-alerts-head">
        <h2 id="staff-alerts">Alerts to staff</h2>
        {data && <StaffAlertDialog {...shown} trigger={<Button>Write an alert</Button>} />}
      </div>
      <p className="quiet">
        A lead approves each one. It counts for fourteen days. Nobody gets more than two a week.
      </p>
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Looking for alerts to staff" />}
      <AlertGroup title="Waiting for a lead" alerts={alerts.filter(is('draft'))} {...shown} />
      <AlertGroup title="Out now" alerts={alerts.filter(is('active'))} {...shown} />
      <AlertGroup title="Over" alerts={alerts.filter(is('expired', 'withdrawn'))} {...shown} />
    </section>
  );
}

function is(...states: readonly StaffAlert['status'][]): (alert: StaffAlert) => boolean {
  return ({ status }) => states.includes(status);
}

type Shown = { groups: StaffAlertList['groups']; onDone: () => void };

function AlertGroup({ title, alerts, ...shown }: Shown & { title: string; alerts: readonly StaffAlert[] }) {
  if (alerts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain-list" aria-label={title}>
        {alerts.map((alert) => (
          <OneAlert key={alert.id} alert={alert} {...shown} />
        ))}
      </ul>
    </>
  );
}

function OneAlert({ alert, groups, onDone }: Shown & { alert: StaffAlert }) {
  const me = useMe();
  const { words, status, people } = alert;
  const isLead = mayDo(me, 'lead', 'admin');
  return (
    <li className="staff-alert">
      <div className="letter">
        <strong>
          <Told text={words.title} />
        </strong>
        <span>
          <Told text={words.text} />
        </span>
        {words.steps.length > 0 && (
          <ol>
            {words.steps.map((step, place) => (
              <li key={place}>
                <Told text={step} />
              </li>
            ))}
          </ol>
        )}
        <span className="quiet">
          <WhoAndWhen alert={alert} />
        </span>
        {status !== 'draft' && <span>{peopleWords(people)}</span>}
      </div>
      <div className="staff-alert-acts">
        {status === 'draft' && (isLead || alert.draftedBy === me.technician.name) && (
          <StaffAlertDialog
            alert={alert}
            groups={groups}
            onDone={onDone}
            trigger={
              <Button appearance={isLead ? 'primary' : 'secondary'}>
                {isLead ? 'Read and approve' : 'Change'}
              </Button>
            }
          />
        )}
        {isLead && (status === 'draft' || status === 'active') && <Withdraw alert={alert} onDone={onDone} />}
      </div>
    </li>
  );
}

function WhoAndWhen({ alert }: { alert: StaffAlert }) {
  const { clientName, draftedBy, draftedAt, approvedBy, expiresAt, withdrawnBy, withdrawnAt, status } = alert;
  const author = draftedBy ?? 'several calls that look like one caller';
  return (
    <>
      {clientName}. Drafted by {author}, <Time at={draftedAt} />.
      {approvedBy !== null && ` Approved by ${approvedBy}.`}
      {status === 'active' && expiresAt !== null && (
        <>
          {' '}
          Counts until <Time at={expiresAt} />.
        </>
      )}
      {withdrawnAt !== null && (
        <>
          {' '}
          Withdrawn by {withdrawnBy ?? 'somebody'}, <Time at={withdrawnAt} />.
        </>
      )}
    </>
  );
}

/** Taking back what was sent cannot be undone, so it is asked twice. */
function Withdraw({ alert, onDone }: { alert: StaffAlert; onDone: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  const [error, setError] = useState<Error>();
  const isDraft = alert.status === 'draft';
  const withdraw = async (): Promise<void> => {
    try {
      await send(`/staff-alerts/${encodeURIComponent(alert.id)}/withdraw`, { version: alert.version });
      onDone();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not withdrawn.'));
    }
  };
  if (error) return <Problem error={error} onAgain={onDone} />;
  if (!isAsked) return <Button onClick={() => setIsAsked(true)}>{isDraft ? 'Put away' : 'Withdraw'}</Button>;
  return (
    <>
      <Button onClick={() => setIsAsked(false)}>Keep it</Button>
      <Button appearance="primary" onClick={() => void withdraw()}>
        {isDraft ? 'Put it away' : 'Withdraw it now'}
      </Button>
    </>
  );
}
