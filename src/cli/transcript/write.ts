import type { CaseBrief } from '../../dialog/brief.ts';
import type { CheckRecord } from '../../dialog/check.ts';
import type { Block, Card, Effect, Offer } from '../../dialog/effect.ts';
import type { Reason } from '../../domain/assessment.ts';
import type { Source } from '../../domain/knowledge.ts';

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
    // What stands on a screen is a matter of the channel; the answer is in the next line anyway.
    case 'settle':
      return [];
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
    case 'own':
      return [
        `handoff: ${effect.technician === undefined ? 'the bot answers again' : `${effect.technician.name} answers`}`,
      ];
    case 'speak':
      return [writeSpoken(effect)];
    case 'close-case':
      return [`handoff: closed as ${effect.closing.outcome}`];
    case 'reopen-case':
      return ['handoff: opened again'];
    case 'check':
      return [writeCheck(effect.check)];
    case 'attest':
      return [`check: answered ${effect.answer}`];
    case 'prove':
      return [`proof: ${effect.proof.kind} ${effect.proof.outcome}`];
    case 'answer-alert':
      return [`alert: ${effect.answer}`];
    case 'refuse':
      return [`refused: ${effect.reason}`];
  }
}

function writeCheck({ kind, stage, technician, asked, outcome }: CheckRecord): string {
  const who = technician?.name ?? asked?.name;
  return [`check: ${kind} ${outcome ?? stage}`, ...(who === undefined ? [] : [who])].join(', ');
}

function writeSpoken({ by, text, files }: Extract<Effect, { kind: 'speak' }>): string {
  const sent = files.map(({ name }) => `(file ${name})`);
  return [`${by.name}:`, ...(text === '' ? [] : [oneLine(text)]), ...sent].join(' ');
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
      return [
        ...(block.title === undefined ? [] : [block.title]),
        ...block.items.map((item, place) => `${place + 1}. ${oneLine(item)}`),
      ];
    case 'points':
      return [block.title, ...block.items.map((item) => `- ${oneLine(item)}`)];
    case 'reasons':
      return block.reasons.flatMap(writeReason);
    case 'words':
      return [`${block.label}: ${block.words.join(' · ')}`];
    case 'facts':
      return [
        ...(block.title === undefined ? [] : [block.title]),
        ...block.rows.map(({ name, value }) => `${name}: ${oneLine(value)}`),
      ];
    case 'catalogue':
      return [`link: ${block.label}`];
  }
}

function writeReason(reason: Reason): string[] {
  if (reason.kind === 'scam')
    return [`- looks like: ${reason.title}. ${reason.summary}${writeSource(reason.source)}`];
  const rules = reason.rules.map(({ text, source }) => indent(`- ${text}${writeSource(source)}`));
  return [`- "${oneLine(reason.quote)}"`, ...rules];
}

function writeSource(source: Source | undefined): string {
  return source ? ` (${source.publisher}, ${source.checked})` : '';
}

function writeCase(reference: string, { headline, harm, judgement }: CaseBrief): string[] {
  const harms = harm.map((one) => one.harm).join(', ');
  const facts = [`verdict ${judgement?.verdict ?? 'none'}`, `harm ${harms || 'none'}`];
  return [`handoff: ${reference} ${headline}`, indent(facts.join(', '))];
}

function indent(line: string): string {
  return `  ${line}`;
}

/** Line breaks inside a text would look like new lines of the transcript. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' / ');
}
