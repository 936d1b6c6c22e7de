import { words } from '../words.ts';
import { sheet } from './look.ts';

export type WidgetElements = {
  host: HTMLElement;
  launcher: HTMLButtonElement;
  panel: HTMLDialogElement;
  close: HTMLButtonElement;
  frame: HTMLIFrameElement;
  sentinels: { first: HTMLElement; last: HTMLElement };
};

/** The widget's elements, in a shadow root so that neither the page's styles nor ours leak. Nothing is parsed from text. */
export function build(): WidgetElements {
  const host = document.createElement('callcheck-widget');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet()];

  const launcher = element('button', { type: 'button', className: 'launcher' });
  launcher.append(element('span', { textContent: words.widgetOpen }));
  launcher.setAttribute('aria-haspopup', 'dialog');

  const close = element('button', { type: 'button', className: 'close', textContent: words.widgetClose });
  const bar = element('div', { className: 'bar' });
  const heading = element('h2', { id: 'name', textContent: words.product });
  bar.append(heading, close);

  const frame = element('iframe', { title: words.chatLabel });
  frame.allow = 'clipboard-write';
  const sentinels = { first: sentinel(), last: sentinel() };
  const panel = element('dialog', {});
  panel.setAttribute('aria-labelledby', 'name');
  panel.append(sentinels.first, bar, frame, sentinels.last);

  root.append(launcher, panel);
  return { host, launcher, panel, close, frame, sentinels };
}

function sentinel(): HTMLElement {
  return element('div', { tabIndex: 0, className: 'sentinel' });
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}
