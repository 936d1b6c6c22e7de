import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import type { CaseWork } from './use-case.ts';

export function TakeOverButton({ work, holder }: { work: CaseWork; holder: string }) {
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button disabledFocusable={work.busy}>Take over from {holder}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Take over from {holder}?</DialogTitle>
          <DialogContent>
            {holder} can then no longer write to the person. The person is told that you answer now.
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Leave it</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={() => void work.act({ kind: 'join', takeOver: true })}>
                Take over
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
