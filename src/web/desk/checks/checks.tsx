import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { OpenCheck, OpenChecks } from '../../../handoff/checks/api.ts';
import { act } from '../api/acts.ts';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import { useMe } from '../me.ts';
import { useNow } from '../use-now.ts';

/**
 * Somebody asks whether it was one of us who rang them. It stands above every page, because there is a minute to answer; whoever
 * answers sees the words here and nowhere else.
 */
export function Checks() {
  const { data, reload } = useAnswer<OpenChecks>('/checks', onAnyChange);
  return (
    <div className="checks" role="region" aria-label="Who rang them" aria-live="assertive">
      {data?.checks.map((check) => (
        <Check key={check.id} check={check} serverNow={data.now} onDone={reload} />
      ))}
    </div>
  );
}

type Props = { check: OpenCheck; serverNow: string; onDone: () => void };

function Check({ check, serverNow, onDone }: Props) {
  const { technician: me } = useMe();
  const left = useSecondsLeft(check, serverNow);
  if (left <= 0) return null;
  if (check.words !== null) return <Words check={check} words={check.words} left={left} />;
  if (check.technician !== null && check.technician.id !== me.id) return <Taken check={check} />;
  if (check.own)
    return <p className="check-taken">You asked whether one of us rang you. Another technician answers.</p>;
  return <Asked check={check} left={left} onDone={onDone} />;
}

/** Neither stage is longer; what is more is what the line took. */
const stageSeconds = 60;

/** By the server's clock: this computer's own may be minutes away. */
function useSecondsLeft({ dueAt }: OpenCheck, serverNow: string): number {
  const [read] = useState({ at: serverNow, here: Date.now() });
  const ahead = Date.parse(read.at) - read.here;
  const left = Math.ceil((Date.parse(dueAt) - useNow() - ahead) / 1000);
  return Math.min(left, stageSeconds);
}

function Asked({ check, left, onDone }: { check: OpenCheck; left: number; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const claim = async (): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      await act(check.case, { kind: 'its-me', check: check.id });
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
    onDone();
  };
  return (
    <section className="check">
      <h2 className="check-title">
        Did you ring <Name of={check} />?
      </h2>
      <p>
        A caller says that they are from your IT. Press the button only if <strong>you</strong> rang{' '}
        {check.person.name ?? 'them'}, and are on the phone with them now.
      </p>
      <p>If they rang you, do not press it: somebody may be passing on what you both say.</p>
      {refused !== undefined && <p className="check-refused">{refused}</p>}
      <div className="check-acts">
        <Button appearance="primary" size="large" disabled={busy} onClick={() => void claim()}>
          It’s me, I rang them
        </Button>
        <a href={`#/cases/${encodeURIComponent(check.case)}`}>Open the case</a>
        <span aria-hidden className="check-left">
          {left} seconds left
        </span>
      </div>
    </section>
  );
}

function Words({ check, words, left }: { check: OpenCheck; words: readonly string[]; left: number }) {
  return (
    <section className="check check-mine">
      <h2 className="check-title">
        Say these three words to <Name of={check} />
      </h2>
      <p className="check-words">
        {words.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </p>
      <p>
        Only you and they can see them. You say them. If they begin to read them to you, stop them.
        <span aria-hidden className="check-left">
          {' '}
          {left} seconds left
        </span>
      </p>
    </section>
  );
}

function Taken({ check }: { check: OpenCheck }) {
  return (
    <p className="check-taken">
      {check.technician?.name} said that they rang <Name of={check} />.
    </p>
  );
}

/** Whoever looks after one organisation alone knows which. */
function Name({ of: { person, clientName } }: { of: OpenCheck }) {
  const { clients } = useMe();
  const name = person.name ?? (person.contact || null) ?? 'somebody';
  return clients.length > 1 ? `${name} at ${clientName}` : name;
}
