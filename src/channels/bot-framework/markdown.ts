/** Makes text show as it is where a channel renders markdown: no links, pictures, headings or mentions come out of it. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>()#+\-!|~&]/g, String.raw`\$&`)
    .replaceAll(/^(\s*\d+)\./gm, String.raw`$1\.`)
    .replaceAll(/\b(https?|ftp|mailto|tel|sip|data)(\\?):/gi, (_, scheme: string) => `${defang(scheme)}:`)
    .replaceAll(/\bwww\./gi, 'www\u200b.');
}

/** `hxxps`: readable, and no client makes a link of it. */
function defang(scheme: string): string {
  return scheme.replaceAll(/t/gi, 'x');
}
