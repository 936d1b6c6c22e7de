import { FluentProvider, Spinner } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { read, Refusal } from './api/client.ts';
import { onSignedOut } from './api/session.ts';
import type { Me } from './api/types.ts';
import { LiveProvider } from './live.tsx';
import { LookNameContext } from './look/look-name.ts';
import { useLook } from './look/use-look.ts';
import { MeContext } from './me.ts';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './shell/sign-in.tsx';
import { showTimesIn } from './words/format.ts';

type Session =
  | { kind: 'opening' }
  | { kind: 'out'; ended: boolean }
  | { kind: 'unreached' }
  | { kind: 'in'; me: Me };

const asksAgainAfterMs = 5000;

export function App() {
  const { theme, name, look, choose } = useLook();
  const session = useSession();
  useEffect(() => {
    document.documentElement.dataset['look'] = name;
  }, [name]);
  return (
    <FluentProvider theme={theme}>
      <div className="desk">
        {session.kind === 'opening' && <Spinner className="desk-opening" label="Opening the desk" />}
        {session.kind === 'out' && <SignIn ended={session.ended} />}
        {session.kind === 'unreached' && (
          <Spinner
            className="desk-opening"
            label="The desk cannot be reached. It is tried again by itself."
          />
        )}
        {session.kind === 'in' && (
          <MeContext value={session.me}>
            <LookNameContext value={name}>
              <LiveProvider>
                <Shell look={look} onLook={choose} />
              </LiveProvider>
            </LookNameContext>
          </MeContext>
        )}
      </div>
    </FluentProvider>
  );
}

/** Who is signed in, asked once at the start and told by any answer that says "nobody". */
function useSession(): Session {
  const [session, setSession] = useState<Session>({ kind: 'opening' });
  const ask = useCallback(async (): Promise<void> => {
    try {
      const me = await read<Me>('/me');
      showTimesIn(me.timeZone);
      setSession({ kind: 'in', me });
    } catch (error) {
      if (!(error instanceof Refusal)) setSession({ kind: 'unreached' });
      else
        setSession((before) =>
          before.kind === 'out' ? before : { kind: 'out', ended: before.kind === 'in' },
        );
    }
  }, []);
  useEffect(() => void ask(), [ask]);
  useEffect(
    // Several answers may say so at once; the first ended the session.
    () =>
      onSignedOut(() =>
        setSession((before) =>
          before.kind === 'out' ? before : { kind: 'out', ended: before.kind === 'in' },
        ),
      ),
    [],
  );
  useEffect(() => {
    if (session.kind !== 'unreached') return;
    const timer = setInterval(() => void ask(), asksAgainAfterMs);
    return () => clearInterval(timer);
  }, [session.kind, ask]);
  return session;
}
