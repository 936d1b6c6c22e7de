import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingsFor, vendors } from './doubles/all.ts';
import { serveDouble } from './doubles/double.ts';
import { checkTicket, liveThrough, stageWith } from './life.ts';
import { brief, caseId, connectors, openStage } from './stage.ts';

assert.deepEqual(
  Object.keys(vendors).toSorted(),
  [...connectors.keys()].toSorted(),
  'every connector has a double',
);

for (const connector of Object.keys(vendors)) {
  describe(`the ${connector} connector`, () => {
    it('keeps one ticket for a case and closes it', async (test) => {
      const staged = await stageWith(test, connector);
      await liveThrough(staged);
      assert.deepEqual(await staged.stage.storage.deadLetters('all'), []);
      checkTicket(staged);
      const ticket = await staged.stage.storage.ticketOf(caseId, 'psa');
      assert.equal(ticket?.reference, staged.vendor.tickets[0]?.reference);
      assert.equal(ticket?.state, 'closed');
    });

    it('tells blocks 2 to 8 as inert text', async (test) => {
      const staged = await stageWith(test, connector);
      await staged.stage.happen('opened', brief);
      await staged.stage.deliverAll();
      const { details = '', subject = '', priority } = staged.vendor.tickets[0] ?? {};
      assert.match(subject, /Remote access given/);
      assert.notEqual(priority, undefined);
      for (const wanted of [
        /Remote access was given/,
        /Jo Smith/,
        /do not ring it/,
        /install AnyDesk/,
        /Stop: a scam/,
      ])
        assert.match(details, wanted);
      for (const wanted of [/Told: Hang up now/, /TIMELINE/, /hxxps:\/\/evil\[\.\]example\[\.\]com/])
        assert.match(details, wanted);
      assert.doesNotMatch(details, /https:\/\/evil|evil\.example/);
      assert.match(details, /https:\/\/callcheck\.example\.org\/desk\/cases\/CC-7F3K2/);
      const isHtml = /<br>/.test(details);
      if (isHtml) assert.doesNotMatch(details, /<script>/);
    });

    it('opens the ticket again with its case', async (test) => {
      const staged = await stageWith(test, connector);
      await liveThrough(staged);
      await staged.stage.happen('reopened', {}, { status: 'accepted', closedAt: null, closing: null });
      await staged.stage.deliverAll();
      assert.notEqual(staged.vendor.tickets[0]?.status, staged.vendor.closed);
      assert.equal((await staged.stage.storage.ticketOf(caseId, 'psa'))?.state, 'open');
    });

    it('writes nothing more into a ticket that was given to another client', async (test) => {
      const staged = await stageWith(test, connector);
      await staged.stage.happen('opened', brief);
      await staged.stage.deliverAll();
      const [ticket] = staged.vendor.tickets;
      assert.ok(ticket);
      ticket.client = connector === 'jira' ? 'OTHER' : '99999';
      await staged.stage.happen('internal-note', { text: 'private to Acme' });
      await staged.stage.deliverAll();
      assert.deepEqual(ticket.notes, []);
      const [dead] = await staged.stage.storage.deadLetters(['acme']);
      assert.match(dead?.lastError ?? '', /belongs to client "(OTHER|99999)" and not to/);
    });
  });
}

describe('any ticket system', () => {
  it('gets no ticket of a client that it was not told the name of', async (test) => {
    const server = await serveDouble(test, vendors['zendesk'] ?? assert.fail());
    const stage = await openStage(test, {
      ...settingsFor('zendesk', server.url, server.vendor),
      ticketClients: {},
    });
    await stage.happen('opened', brief);
    await stage.deliverAll();
    assert.deepEqual(server.asked, []);
    const [dead] = await stage.storage.deadLetters('all');
    assert.match(dead?.lastError ?? '', /Set ticketClients\.psa for this client/);
  });

  it('refuses to go on when the vendor made the ticket for nobody', async (test) => {
    const staged = await stageWith(test, 'servicenow');
    const { server, vendor } = staged;
    const settings = settingsFor('servicenow', server.url, vendor);
    const stage = await openStage(test, { ...settings, ticketClients: { psa: 'f'.repeat(32) } });
    await stage.happen('opened', brief);
    await stage.happen('internal-note', { text: 'private' });
    await stage.deliverAll();
    assert.deepEqual(vendor.tickets[0]?.notes, []);
    assert.equal((await stage.storage.deadLetters('all')).length, 2);
  });

  it('is asked again later when it is busy, and not before it says', async (test) => {
    const { stage, server, vendor } = await stageWith(test, 'freshdesk');
    server.mishap = (change) => (change === 0 ? { status: 429, headers: { 'retry-after': '600' } } : 'none');
    await stage.happen('opened', brief);
    await stage.postman.tick();
    stage.clock.now = new Date(stage.clock.now.getTime() + 599_000);
    assert.equal(await stage.postman.tick(), 0);
    stage.clock.now = new Date(stage.clock.now.getTime() + 1_000);
    assert.equal(await stage.postman.tick(), 1);
    assert.equal(vendor.tickets.length, 1);
  });

  it('is looked through for an earlier ticket only after it had time to show it', async (test) => {
    const { stage, server, vendor } = await stageWith(test, 'freshdesk');
    server.mishap = (change) => (change === 0 ? 'lost' : 'none');
    await stage.happen('opened', brief);
    await stage.postman.tick();
    stage.clock.now = new Date(stage.clock.now.getTime() + 60_000);
    await stage.postman.tick();
    assert.ok(!server.asked.some((line) => line.includes('/search/')), 'its search is minutes behind');
    await stage.deliverAll();
    assert.equal(vendor.tickets.length, 1);
  });

  it('gets a ticket even when the message that should have made it was given up', async (test) => {
    const { stage, server, vendor } = await stageWith(test, 'jira');
    server.mishap = (change) => (change === 0 ? { status: 400 } : 'none');
    await stage.happen('opened', brief);
    await stage.happen('accepted', {}, { status: 'accepted' });
    await stage.deliverAll();
    assert.equal(vendor.tickets.length, 1);
    assert.equal(vendor.tickets[0]?.notes.length, 1);
    const [dead] = await stage.storage.deadLetters('all');
    assert.ok(dead);
    await stage.storage.retryOutbox(dead.id, 'all', {
      at: '',
      who: 'sam',
      what: 'retry',
      about: caseId,
      detail: {},
    });
    await stage.deliverAll();
    assert.equal(vendor.tickets.length, 1);
    assert.deepEqual(await stage.storage.deadLetters('all'), []);
  });

  it('sends a password only to servers beside the one in the settings', async (test) => {
    const { stage, vendor } = await stageWith(test, 'autotask');
    const answer = vendor.answer.bind(vendor);
    vendor.answer = (asked) =>
      asked.path.endsWith('zoneInformation')
        ? { status: 200, json: { url: 'http://127.0.0.1:9/elsewhere/' } }
        : answer(asked);
    await stage.happen('opened', brief);
    await stage.deliverAll();
    const [dead] = await stage.storage.deadLetters('all');
    assert.match(dead?.lastError ?? '', /no server beside it/);
  });

  it('signs in again when the token is refused', async (test) => {
    const { stage, server, vendor } = await stageWith(test, 'halopsa');
    server.mishap = (change) => (change === 1 ? { status: 401 } : 'none');
    await stage.happen('opened', brief);
    await stage.deliverAll();
    assert.equal(server.asked.filter((line) => line === 'POST /auth/token').length, 2);
    assert.equal(vendor.tickets.length, 1);
  });
});
