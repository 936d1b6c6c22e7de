import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { settingsFor, vendors } from './doubles/all.ts';
import { serveDouble, type DoubleServer, type Vendor } from './doubles/double.ts';
import { brief, caseId, closed, closing, openStage, pngBytes, type Stage } from './stage.ts';

export type Staged = { stage: Stage; vendor: Vendor; server: DoubleServer };

/** A stage with the double of one vendor, set up as an administrator would. */
export async function stageWith(test: TestContext, connector: string): Promise<Staged> {
  const make = vendors[connector];
  assert.ok(make);
  const server = await serveDouble(test, make);
  const { vendor } = server;
  return { stage: await openStage(test, settingsFor(connector, server.url, vendor)), vendor, server };
}

const moreHarm = {
  ...brief,
  harm: [...brief.harm, { harm: 'password' as const, title: 'A password was told', words: 'my password' }],
};

/** A case from start to end: opened, more told, taken, closed; and everybody told. */
export async function liveThrough({ stage }: Staged): Promise<void> {
  await happenAll(stage);
  await stage.deliverAll();
}

/** The same, and nobody told yet. */
export async function happenAll(stage: Stage): Promise<void> {
  await stage.happen('opened', brief);
  await stage.happen('updated', moreHarm, { brief: moreHarm });
  await stage.happen('accepted', { id: 'sam', name: 'Sam' }, { status: 'accepted' });
  await stage.happen('closed', closing, closed);
}

/** One ticket, each note and file once, for the right client, and closed. */
export function checkTicket({ vendor }: Pick<Staged, 'vendor'>, when = 'at the end'): void {
  assert.equal(vendor.tickets.length, 1, `one ticket, ${when}`);
  const [ticket] = vendor.tickets;
  assert.ok(ticket);
  assert.equal(ticket.client, vendor.client);
  assert.equal(ticket.case, caseId);
  assert.equal(ticket.notes.length, 3, `one note for each thing that happened, ${when}`);
  assert.deepEqual(
    ticket.notes.map((note) => /more|took|closed/.exec(note.text)?.[0]),
    ['more', 'took', 'closed'],
  );
  assert.ok(
    ticket.notes.every(({ hidden }) => hidden),
    'no note reaches the client',
  );
  assert.equal(ticket.files.length, 1, `the picture once, ${when}`);
  assert.deepEqual(ticket.files[0]?.bytes, pngBytes);
  assert.match(ticket.files[0]?.name ?? '', /^CC-7F3K2-f1d2c3b4-000-[A-Za-z0-9_-]+\.png$/);
  assert.equal(ticket.status, vendor.closed);
}
