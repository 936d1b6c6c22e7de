import type { Block, Card, CaseBrief, Effect, Offer } from '../../dialog/effect.ts';

/** What the bot did, as transcript lines: one thing per line, what belongs to a card indented under it. */
export function writeEffects(effects: readonly Effect[]): string[] {
  return effects.flatMap(writeEffect);
}

function writeEffect(effect: Effect): string[] {
  switch (effect.kind) {
    case 'say':
      return [`bot: ${oneLine(effect.text)}`];
    case 'ask':
      return [`ask: ${effect.text} ${writeOffers(effect.offers, effect.many)}`];
    case 'show':
      return writeCard(effect.card);
    case 'conclude':
      return [`verdict: ${[effect.verdict, effect.scam ?? []].flat().join(' ')}`];
    case 'open-case':
      return writeCase(effect.reference, effect.brief);
    case 'hand-over':
      return ['handoff: a person is asked to answer'];
    case 'remember':
      return [`note: ${oneLine(effect.note)}`];
  }
}

/** Choices that may be taken together stand between plus signs. */
function writeOffers(offers: readonly Offer[], many: boolean): string {
  return `[${offers.map(({ label }) => label).join(many ? ' + ' : ' | ')}]`;
}

function writeCard({ id, tone, heading, blocks, offers }: Card): string[] {
  const buttons = offers.length > 0 ? [`buttons: ${writeOffers(offers, false)}`] : [];
  return [`card: ${heading} (${tone}, ${id})`, ...[...blocks.flatMap(writeBlock), ...buttons].map(indent)];
}

function writeBlock(block: Block): string[] {
  switch (block.kind) {
    case 'text':
      return [oneLine(block.text)];
    case 'say':
      return [`${block.label}: "${oneLine(block.text)}"`];
    case 'steps':
      return [block.title, ...block.items.map((item, place) => `${place + 1}. ${oneLine(item)}`)];
    case 'reasons':
      return [block.title, ...block.reasons.map(writeReason)];
    case 'facts':
      return block.rows.map(({ name, value }) => `${name}: ${oneLine(value)}`);
  }
}

function writeReason({ quote, rule, source }: CaseBrief['reasons'][number]): string {
  const dated = source ? ` (${source.publisher}, ${source.checked})` : '';
  return `- "${oneLine(quote)}": ${rule}${dated}`;
}

function writeCase(reference: string, { headline, harm, verdict }: CaseBrief): string[] {
  const facts = [`verdict ${verdict ?? 'none'}`, `harm ${harm.join(', ') || 'none'}`];
  return [`handoff: ${reference} ${headline}`, indent(facts.join(', '))];
}

function indent(line: string): string {
  return `  ${line}`;
}

/** Line breaks inside a text would look like new lines of the transcript. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' / ');
}
