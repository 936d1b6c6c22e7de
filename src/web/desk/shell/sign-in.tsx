import { Button, MessageBar, MessageBarBody, Text, Title1 } from '@fluentui/react-components';
import iconAddress from '../look/icon.svg';

/** Shown when a session ended under an open page. Read again, the server asks to sign in: in Teams in a window of its own, else here. */
export function SignIn({ ended }: { ended: boolean }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src={iconAddress} alt="" width="48" height="48" />
        <Title1 as="h1">Callcheck desk</Title1>
        <Text as="p">For technicians who help staff with suspicious calls.</Text>
        {ended && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              You were signed out. What you wrote but did not send is still here.
            </MessageBarBody>
          </MessageBar>
        )}
        <Button appearance="primary" size="large" onClick={() => location.reload()}>
          Sign in
        </Button>
        <Text as="p" size={200} className="quiet">
          No account set up yet? Open the one-time link that the server printed when it started.
        </Text>
      </div>
    </main>
  );
}
