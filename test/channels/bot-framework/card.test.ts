import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCard } from '../../../src/channels/bot-framework/card.ts';
import type { Block, Card } from '../../../src/dialog/effect.ts';
import { wordingFor } from '../../../src/dialog/words.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const wording = wordingFor('en-GB', (await loadedKnowledge()).wording);

function rendered(...blocks: Block[]): string {
  const card: Card = { id: 'report-1', tone: 'calm', heading: 'How', summary: 'Where.', blocks, offers: [] };
  return JSON.stringify(renderCard(card, wording));
}

const row = {
  name: 'Report Fraud',
  value: 'You lost money. https://www.example.com/report, or 0300 123 2040',
};

test('where to report it can be opened with a tap, and the words around it stay words', () => {
  const card = rendered({ kind: 'facts', rows: [row] });
  const address = 'https://www.example.com/report';
  assert.ok(
    card.includes(
      `{"type":"TextRun","text":"${address}","selectAction":{"type":"Action.OpenUrl","url":"${address}"}}`,
    ),
    card,
  );
  assert.ok(card.includes('{"type":"TextRun","text":"You lost money. "}'));
  assert.ok(card.includes('{"type":"TextRun","text":", or 0300 123 2040"}'));
});

test('a title above facts stands out as one above steps does', () => {
  const bold = '{"type":"TextRun","text":"Where to report it","weight":"bolder"}';
  assert.ok(rendered({ kind: 'facts', title: 'Where to report it', rows: [row] }).includes(bold));
  assert.ok(rendered({ kind: 'steps', title: 'Where to report it', items: ['Ring'] }).includes(bold));
});

test('steps are numbered, and what holds in no order is not', () => {
  const steps = rendered({ kind: 'steps', items: ['Ring', 'Wait'] });
  const points = rendered({ kind: 'points', title: 'Do not', items: ['Tell', 'Pay'] });
  assert.ok(steps.includes('"1. Ring"') && steps.includes('"2. Wait"'), steps);
  assert.ok(points.includes('"• Tell"') && points.includes('"• Pay"'), points);
  assert.ok(points.includes('{"type":"TextRun","text":"Do not","weight":"bolder"}'), points);
});
