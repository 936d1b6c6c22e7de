import { escapeHtml } from '../web/escape-html.ts';
import { icon } from '../web/icon.ts';
import { describeFallback, words } from '../web/words.ts';

export type PageFacts = {
  organisation: string;
  itDesk: { name: string; phone: string | undefined };
  /** Where everything we know can be looked through. */
  catalogue: string;
  /** Where people read what is kept about them. */
  privacy: string;
  /** Whether this server shows alerts to staff above the chat. */
  alerts: boolean;
};

/** Addresses of what a page loads, and the nonce that allows it. */
export type PageParts = { nonce: string; style: string; scripts: readonly string[] };

/** The chat page. `framed` leaves out what the widget around it already shows. */
export function renderChatPage(facts: PageFacts, parts: PageParts, framed: boolean): string {
  return renderPage(
    { ...parts, title: words.product, bodyClass: framed ? 'framed' : '' },
    `
<header>
  <div class="name"><h1>${words.product}</h1><p>${words.promise}</p></div>
  <div class="commands" role="group" aria-label="${words.product}">
    <button type="button" id="restart">${words.restart}</button>
    <button type="button" id="person">${words.person}</button>
  </div>
</header>
<p id="line" class="line" role="status"></p>
<p id="alert" class="unseen" role="alert"></p>
<p id="alerts-spoken" class="unseen" role="status"></p>
${facts.alerts ? '<div id="alerts"></div>' : ''}
<main aria-label="${words.chatLabel}">
  <div id="opening" class="opening">
    <p><strong>${words.opening}</strong></p>
    <p>${words.meanwhile}</p>
    <noscript><p>${words.scriptsOff}</p></noscript>
  </div>
  <div id="chat" hidden></div>
</main>
<footer>${renderFallback(facts)} ${renderCatalogueLink(facts)} ${renderPrivacyLink(facts)}</footer>`,
  );
}

/** What is served while Web Chat is not there: staff first, then the person who can mend it. */
export function renderMissingPage(facts: PageFacts, parts: PageParts, reason: string): string {
  const lines = reason.split('\n').map((line) => `<li>${escapeHtml(line)}</li>`);
  return renderPage(
    { ...parts, title: words.product, bodyClass: '' },
    `
<header><div class="name"><h1>${words.product}</h1></div></header>
<main class="plain">
  <h2>${words.missingHeading}</h2>
  <p><strong>${words.missingStaff}</strong></p>
  <p>${renderFallback(facts)}</p>
  <p>${words.missingStill}</p>
  <p>${renderCatalogueLink(facts)}</p>
  <h3>${words.missingDetail}</h3>
  <ul>${lines.join('')}</ul>
</main>`,
  );
}

/** A company page with the widget on it, to see how it looks on your own. */
export function renderDemoPage(facts: PageFacts, parts: PageParts): string {
  const organisation = escapeHtml(facts.organisation);
  return renderPage(
    { ...parts, title: `Staff pages - ${facts.organisation}`, bodyClass: '' },
    `
<header><p class="brand">${organisation}</p>
  <nav aria-label="Staff pages"><ul>
    <li><a href="#news" aria-current="page">News</a></li><li><a href="#rooms">Rooms</a></li>
    <li><a href="#people">People</a></li><li><a href="#help">IT help</a></li>
  </ul></nav>
</header>
<main>
  <h1 id="news">Staff pages</h1>
  <p class="lead">A demonstration page. The button at the bottom right opens ${words.product}.</p>
  <div class="cards">
    <section><h2>Phone calls that ask for something</h2>
      <p>Somebody rings and wants a payment, a code or a look at your screen? Ask ${words.product} while they hold.</p></section>
    <section id="rooms"><h2>Meeting rooms</h2><p>The small rooms on the second floor can be booked by the half hour.</p></section>
    <section id="people"><h2>New starters</h2><p>Welcome talks are on the first Monday of the month, at ten, in the canteen.</p></section>
    <section id="help"><h2>IT help</h2><p>${renderFallback(facts)}</p></section>
  </div>
</main>`,
  );
}

function renderFallback({ itDesk }: PageFacts): string {
  const advice = escapeHtml(describeFallback(itDesk));
  if (itDesk.phone === undefined) return advice;
  const dialled = itDesk.phone.replaceAll(/[^+\d*#]/g, '');
  return `${advice} <a href="tel:${escapeHtml(dialled)}">${escapeHtml(itDesk.phone)}</a>`;
}

/** In a tab of its own, so that a call that is being talked about stays open. */
function renderPrivacyLink({ privacy }: PageFacts): string {
  return `<a href="${escapeHtml(privacy)}" target="_blank" rel="noopener">${words.privacy}</a>`;
}

function renderCatalogueLink({ catalogue }: PageFacts): string {
  return `<a href="${escapeHtml(catalogue)}" target="_blank" rel="noopener">${words.catalogue}</a>`;
}

type Shell = PageParts & { title: string; bodyClass: string };

function renderPage({ nonce, style, scripts, title, bodyClass }: Shell, body: string): string {
  const loads = scripts.map((address) => `<script nonce="${nonce}" defer src="${address}"></script>`);
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" nonce="${nonce}" href="${style}">
${loads.join('\n')}
</head>
<body${bodyClass === '' ? '' : ` class="${bodyClass}"`}>${body}
</body>
</html>
`;
}
