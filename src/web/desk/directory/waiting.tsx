import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useState } from 'react';
import type { DecideAnswer, DecideRequest, DirectoryList, Proposal } from '../../../handoff/directory/api.ts';
import { send } from '../api/client.ts';
import { mayDo, useMe } from '../me.ts';
import { Problem } from '../show/problem.tsx';
import { Ago } from '../show/time.tsx';
import { Told } from '../show/told.tsx';
import { differences } from './differences.ts';
import { Content } from './entries.tsx';
import type { Work } from './work.ts';

type Decide = (proposals: readonly Proposal[], decision: DecideRequest['decision']) => Promise<void>;

/** What waits for a second person, together as it came. */
export function Waiting({ client, list, onChanged }: Work) {
  const [left, setLeft] = useState<DecideAnswer['left']>([]);
  const [error, setError] = useState<Error>();
  const decide: Decide = async (proposals, decision) => {
    setError(undefined);
    try {
      const request = { client, proposals: proposals.map(({ id }) => id), decision };
      const answer = await send<DecideAnswer>('/directory/decisions', request satisfies DecideRequest);
      setLeft(answer.left);
      onChanged();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error('It was not decided.'));
    }
  };
  const batches = Map.groupBy(list.proposals, ({ batch }) => batch);
  return (
    <section aria-labelledby="waiting">
      {list.proposals.length > 0 && (
        <h2 id="waiting">
          Waiting for approval <span className="quiet">{list.proposals.length}</span>
        </h2>
      )}
      {list.proposals.length > 0 && (
        <p className="quiet">
          A lead or an administrator approves, and never what they proposed themselves. If you are the only
          one, ask an administrator to make a colleague, or somebody at the client, a lead of this client
          under People.
        </p>
      )}
      <div role="status">
        {error && <Problem error={error} />}
        {left.length > 0 && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{[...new Set(left.map(({ why }) => why))].join(' ')}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {[...batches].map(([batch, proposals]) => (
        <Batch key={batch} proposals={proposals} list={list} decide={decide} />
      ))}
    </section>
  );
}

type BatchProps = { proposals: readonly Proposal[]; list: DirectoryList; decide: Decide };

function Batch({ proposals, list, decide }: BatchProps) {
  const [first] = proposals;
  if (first === undefined) return null;
  return (
    <div className="batch">
      {proposals.length > 1 && (
        <div className="batch-head">
          <span>
            {proposals.length} together from <Told text={first.by} />
          </span>
          <Decisions proposals={proposals} decide={decide} all />
        </div>
      )}
      <ul className="plain-list">
        {proposals.map((proposal) => (
          <Line key={proposal.id} proposal={proposal} list={list} decide={decide} />
        ))}
      </ul>
    </div>
  );
}

const changes: Readonly<Record<Proposal['change'], string>> = {
  add: 'New',
  change: 'Changed',
  remove: 'Removed',
};

function Line({ proposal, list, decide }: Omit<BatchProps, 'proposals'> & { proposal: Proposal }) {
  const { change, before, after, by, at, mine, outdated } = proposal;
  const content = after ?? before;
  return (
    <li>
      <div className="letter">
        <strong>
          {changes[change]}: <Told text={nameIn([proposal])} />
        </strong>
        {change !== 'change' && content && <Content content={content} list={list} />}
        {change === 'change' && <Differences proposal={proposal} list={list} />}
        <span className="quiet small">
          proposed by {mine ? 'you' : <Told text={by} />} <Ago at={at} />
        </span>
        {outdated && <span>The entry was changed since. Refuse this, and propose it anew.</span>}
      </div>
      <Decisions proposals={[proposal]} decide={decide} />
    </li>
  );
}

function Differences({ proposal, list }: { proposal: Proposal; list: DirectoryList }) {
  return (
    <ul className="differences">
      {differences(proposal, list).map(({ label, before, after }) => (
        <li key={label}>
          {label}:{' '}
          {before !== '' && (
            <>
              <del>
                <Told text={before} />
              </del>{' '}
              <span className="unseen">becomes</span>
            </>
          )}
          <ins>{after === '' ? 'nothing' : <Told text={after} />}</ins>
        </li>
      ))}
    </ul>
  );
}

type DecisionProps = Pick<BatchProps, 'proposals' | 'decide'> & { all?: boolean };

/** Nobody approves what they proposed; a technician can only take back. */
function Decisions({ proposals, decide, all = false }: DecisionProps) {
  const me = useMe();
  const [isBusy, setIsBusy] = useState(false);
  const button = (decision: DecideRequest['decision'], label: string) => (
    <Button
      appearance={decision === 'approve' && !all ? 'primary' : 'secondary'}
      disabledFocusable={isBusy}
      aria-label={`${label} ${all ? `all ${proposals.length}` : nameIn(proposals)}`}
      onClick={() => {
        setIsBusy(true);
        void decide(proposals, decision).finally(() => setIsBusy(false));
      }}
    >
      {all ? `${label} all ${proposals.length}` : label}
    </Button>
  );
  if (proposals.every(({ mine }) => mine)) return button('withdraw', 'Take back');
  if (!mayDo(me, 'lead')) return <span className="quiet">A lead decides.</span>;
  return (
    <div className="buttons">
      {!proposals.every(({ outdated }) => outdated) && button('approve', 'Approve')}
      {button('refuse', 'Refuse')}
    </div>
  );
}

function nameIn([proposal]: readonly Proposal[]): string {
  return proposal?.before?.name ?? proposal?.after?.name ?? '';
}
