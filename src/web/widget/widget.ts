import { build } from './elements.ts';

/**
 * The launcher an organisation puts on its pages: `<script src="https://…/widget.js" defer></script>`.
 * It adds one button and loads the chat, in a frame, only when that is pressed. It needs no inline style or script,
 * so a strict policy on the page has to allow only this server's address for scripts and frames.
 */
const script = document.currentScript;
if (script instanceof HTMLScriptElement) start(new URL(script.src).origin);

function start(server: string): void {
  const { host, launcher, panel, close, frame, sentinels } = build();
  const remembered = 'callcheck:open';
  // A narrow panel covers the page, so nothing behind it may be reached; a wide one leaves the page usable.
  const narrow = matchMedia('(max-width: 640px), (max-height: 480px)');

  const open = (focus: boolean): void => {
    frame.src ||= `${server}/?in=widget`;
    if (narrow.matches) panel.showModal();
    else panel.show();
    if (focus) close.focus();
    launcher.hidden = true;
  };
  const onClosed = (): void => {
    launcher.hidden = false;
    launcher.focus();
  };

  launcher.addEventListener('click', () => open(true));
  close.addEventListener('click', () => panel.close());
  panel.addEventListener('close', onClosed);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') panel.close();
  });
  // Tab goes round within the panel: past its last stop comes its first, and the other way about.
  sentinels.last.addEventListener('focus', () => close.focus());
  sentinels.first.addEventListener('focus', () => frame.focus());
  addEventListener('message', ({ source, origin, data }: MessageEvent<{ callcheck?: unknown } | null>) => {
    const ours = source === frame.contentWindow && origin === server;
    if (ours && data?.callcheck === 'close') panel.close();
  });

  // Remembered as the page goes, not on the panel's close event: that comes a moment later, when a quick click may have left.
  addEventListener('pagehide', () => remember(panel.open ? 'yes' : 'no'));
  document.body.append(host);
  if (recall() === 'yes') open(false);

  /** A browser may forbid storage; the widget then simply starts closed on the next page. */
  function remember(state: 'yes' | 'no'): void {
    try {
      sessionStorage.setItem(remembered, state);
    } catch {
      return;
    }
  }
  function recall(): string | null {
    try {
      return sessionStorage.getItem(remembered);
    } catch {
      return null;
    }
  }
}
