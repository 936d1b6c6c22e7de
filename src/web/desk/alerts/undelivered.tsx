import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { send } from '../api/client.ts';
import type { DeadLetter } from '../api/types.ts';
import { mayDo, useMe } from '../me.ts';
import { casePath } from '../route.ts';
import { Time } from '../show/time.tsx';

/** Messages to ticket systems and the like that were given up. */
export function Undelivered({ letters, onTried }: { letters: readonly DeadLetter[]; onTried: () => void }) {
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="undelivered">
      <h2 id="undelivered">Messages that did not arrive</h2>
      <ul className="plain-list">
        {letters.map((letter) => (
          <Letter key={letter.id} letter={letter} onTried={onTried} />
        ))}
      </ul>
    </section>
  );
}

function Letter({ letter, onTried }: { letter: DeadLetter; onTried: () => void }) {
  const me = useMe();
  const [answer, setAnswer] = useState('');
  const retry = async (): Promise<void> => {
    try {
      await send(`/dead-letters/${encodeURIComponent(letter.id)}/retry`);
      setAnswer('It is being sent again.');
      onTried();
    } catch (error) {
      setAnswer(error instanceof Error ? error.message : 'It could not be tried again.');
    }
  };
  return (
    <li>
      <div className="letter">
        <strong>
          {letter.kind.replaceAll('-', ' ')} to {letter.target}
        </strong>
        <span className="quiet">
          <a href={casePath(letter.case)}>{letter.case}</a>, given up <Time at={letter.deadAt} /> after{' '}
          {letter.attempts} tries
        </span>
        <span className="letter-error">{letter.lastError}</span>
        <span role="status">{answer}</span>
      </div>
      {mayDo(me, 'lead', 'admin') && <Button onClick={() => void retry()}>Try again</Button>}
    </li>
  );
}
