import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClients } from '../../src/channels/clients.ts';
import type { BotCredentials } from '../../src/config.ts';
import type { Turn } from '../../src/dialog/turn.ts';
import { botConfig, raiseBot } from '../support/bot-stage.ts';
import { credentials } from '../support/microsoft-double.ts';

const manyTenants: BotCredentials = {
  kind: 'password',
  appType: 'MultiTenant',
  appId: credentials.appId,
  tenantId: credentials.tenantId,
  password: 'not used by the double',
  cloud: 'public',
};
const acme = {
  id: 'acme',
  tenants: ['AAAAAAAA-0000-4000-8000-000000000001'],
  origins: ['https://intranet.acme.example/staff'],
};
const bolt = { id: 'bolt', tenants: ['aaaaaaaa-0000-4000-8000-000000000002'], origins: [] };
const rest = { id: 'rest', tenants: [], origins: [] };

test('everybody belongs to main when nobody says otherwise', () => {
  const clients = findClients();
  assert.deepEqual(
    [clients.ofTenant('any'), clients.ofTenant(undefined), clients.ofPage(undefined)],
    ['main', 'main', 'main'],
  );
});

test('a tenant and a page have the client that lists them', () => {
  const clients = findClients([acme, bolt]);
  assert.equal(clients.ofTenant('aaaaaaaa-0000-4000-8000-000000000001'), 'acme');
  assert.equal(clients.ofTenant('aaaaaaaa-0000-4000-8000-000000000002'), 'bolt');
  assert.equal(clients.ofTenant('aaaaaaaa-0000-4000-8000-000000000009'), undefined, 'a stranger');
  assert.equal(clients.ofTenant(undefined), undefined);
  assert.equal(findClients([acme, rest]).ofTenant('another'), 'rest');
  assert.equal(clients.ofPage('https://intranet.acme.example'), 'acme');
  assert.equal(clients.ofPage('https://elsewhere.example'), 'bolt', 'it lists no page');
  assert.equal(findClients([acme]).ofPage('https://elsewhere.example'), 'acme');
});

test('a Teams message is a turn of its tenant’s client, and a stranger’s tenant is refused', async (t) => {
  const heard: Turn[] = [];
  const stage = await raiseBot(t, {
    config: { ...botConfig, bot: manyTenants },
    clients: findClients([acme, bolt]),
    converse: async (turn) => {
      heard.push(turn);
      return 'answered';
    },
  });
  assert.equal((await stage.post(stage.message(from(bolt.tenants[0])))).status, 200);
  assert.equal((await stage.post(stage.message(from('aaaaaaaa-0000-4000-8000-000000000009')))).status, 403);
  assert.equal((await stage.post(stage.message(from(undefined)))).status, 403);
  assert.deepEqual(
    heard.map(({ client }) => client),
    ['bolt'],
  );
});

function from(tenantId: string | undefined): Record<string, unknown> {
  return { conversation: { id: 'a:1', conversationType: 'personal', tenantId } };
}
