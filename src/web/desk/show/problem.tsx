import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';

/** Something could not be read or done, and what one can do about it. */
export function Problem({ error, onAgain }: { error: Error; onAgain?: () => void }) {
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>{error.message}</MessageBarBody>
      {onAgain && (
        <MessageBarActions>
          <Button size="small" onClick={onAgain}>
            Try again
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
