/** A new scam file with every field in its place, left for the editor to fill in; `lint` then says what is missing. */
export function scamTemplate(today: string): string {
  return `# One scam. knowledge/README.md explains every field. "npm run -s knowledge -- lint" says what is still missing.
title:
summary:
nature: fraud # or sales: pressure selling that is lawful until something dangerous is asked for
aliases: []
regions: [GB]
channels: [phone]
claimedAuthorities: []
signals: {} # for example payment-request: core
callersSay: []
staffSay: []
twin:
  looksLike:
  phrases: []
say:
  - ''
  - ''
do: []
dont: []
ifHarmed: {}
report: []
sources: []
owner:
reviewed: ${today}
reviewBy: ${halfYearAfter(today)}
status: draft
examples:
  caught: []
  spared: []
`;
}

function halfYearAfter(today: string): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 182);
  return day.toISOString().slice(0, 10);
}
