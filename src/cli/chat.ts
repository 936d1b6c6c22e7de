import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { step } from '../../dialogs/step.ts';
import type { Effect, Offer } from '../dialog/effect.ts';
import { initialState } from '../dialog/state.ts';
import type { DialogEvent } from '../dialog/turn.ts';
import { maskSecrets } from '../observability/redaction.ts';
import { ready } from './ready.ts';
import { writeEffects } from './transcript/write.ts';

/** Talk to the bot in a terminal. Type, or give the number of a button. Nothing is stored. */
const { config, knowledge } = await ready();
const lines = createInterface({ input: process.stdin, terminal: process.stdin.isTTY });
let state = initialState();
let offers: readonly Offer[] = [];

take({ kind: 'joined' });
prompt();
for await (const line of lines) {
  take(eventOf(line));
  prompt();
}
process.stdout.write('\n');

function take(event: DialogEvent): void {
  const context = {
    now: new Date().toISOString(),
    timeZone: 'Europe/London',
    activity: 'a1',
    person: { id: 'staff', name: undefined, channel: 'terminal' },
    language: config.language,
    region: config.region,
    caseReference: `CHAT-${randomUUID().slice(0, 4)}`,
    checkId: randomUUID(),
    desk: config.itDesk,
    openOnDecisive: false,
  };
  const replied = step(state, event, knowledge, context);
  state = replied.state;
  offers = replied.effects.flatMap(offersOf);
  process.stdout.write(`\n${writeEffects(replied.effects).join('\n')}\n`);
  if (offers.length > 0) process.stdout.write(`${offers.map(numbered).join('\n')}\n`);
}

function eventOf(line: string): DialogEvent {
  const offered = /^\d+$/.test(line.trim()) ? offers[Number(line) - 1] : undefined;
  return offered ? { kind: 'tapped', tap: offered.tap } : { kind: 'said', ...maskSecrets(line) };
}

function offersOf(effect: Effect): readonly Offer[] {
  if (effect.kind === 'ask') return effect.offers;
  return effect.kind === 'show' ? effect.card.offers : [];
}

function numbered({ label }: Offer, place: number): string {
  return `  ${place + 1}  ${label}`;
}

function prompt(): void {
  if (process.stdin.isTTY) process.stdout.write('\n> ');
}
