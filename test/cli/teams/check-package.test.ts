import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { findPackageFaults } from '../../../src/cli/teams/check-package.ts';
import { writeManifest, type Manifest } from '../../../src/cli/teams/manifest.ts';
import { commandLists } from '../../../src/cli/teams/words.ts';
import { packFiles, type Files } from '../../../src/cli/teams/zip.ts';
import { readCommand } from '../../../src/dialog/typed.ts';
import { wordingFor } from '../../../src/dialog/words.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';
import { appId } from './stage.ts';

const wording = wordingFor('en-GB', (await loadedKnowledge()).wording);
const read = (typed: string) => readCommand(typed, wording);
const icons: Files = {
  'color.png': await readFile('teams/color.png'),
  'outline.png': await readFile('teams/outline.png'),
};
const good = writeManifest({
  appId,
  version: '1.2.3',
  organisation: 'Acme Ltd',
  publicUrl: 'https://callcheck.example.org',
  terms: undefined,
  signInId: undefined,
});

async function faultsOf(manifest: unknown, files: Files = icons): Promise<string[]> {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  return await findPackageFaults(packFiles({ 'manifest.json': Buffer.from(text), ...files }), {
    appId,
    readCommand: read,
  });
}

function icon(size: number, [red, green, blue, alpha]: readonly [number, number, number, number]): Buffer {
  const image = new PNG({ width: size, height: size });
  for (let at = 0; at < image.data.length; at += 4) image.data.set([red, green, blue, alpha], at);
  return PNG.sync.write(image);
}

function withBot(changes: Manifest): Manifest {
  return { ...good, bots: [{ botId: appId, scopes: ['personal'], commandLists: [], ...changes }] };
}

describe('what is checked of an app package', () => {
  it('finds nothing wrong with ours, in its own schema and in those of newer versions', async () => {
    assert.deepEqual(await faultsOf(good), []);
    for (const version of ['1.22', '1.25', '1.29'])
      assert.deepEqual(
        await faultsOf({
          ...good,
          manifestVersion: version,
          $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`,
        }),
        [],
        version,
      );
  });

  it('lists commands that do what their titles say', () => {
    for (const { command, title, description } of commandLists.flatMap(({ commands }) => commands)) {
      assert.equal(read(title), command, title);
      assert.ok(title.length <= 32 && description.length <= 128, title);
    }
  });

  const faulty: readonly [string, () => Promise<string[]>, RegExp][] = [
    ['what is no zip', () => findPackageFaults(Buffer.from('x'), { appId, readCommand: read }), /is no zip/],
    ['a manifest that is no JSON', () => faultsOf('{'), /manifest\.json is not there or is no JSON/],
    ['no manifest', () => faultsOf('{}', { 'color.png': Buffer.from('x') }), /Microsoft has a schema for/],
    [
      'a version without a schema',
      () => faultsOf({ ...good, manifestVersion: '1.99' }),
      /Microsoft has a schema for/,
    ],
    [
      'a template not filled in',
      () => faultsOf({ ...good, id: '${{TEAMS_APP_ID}}' }),
      /\/id must match pattern/,
    ],
    [
      'a key that the schema does not know',
      () => faultsOf({ ...good, packageName: 'x' }),
      /additionalProperty/,
    ],
    [
      'a description that is too long',
      () => faultsOf({ ...good, description: { short: 'x'.repeat(81), full: 'x' } }),
      /\/description\/short must NOT have more than 80/,
    ],
    [
      'a scope in its old spelling',
      () => faultsOf(withBot({ scopes: ['groupchat'] })),
      /\/bots\/0\/scopes\/0/,
    ],
    [
      'another bot',
      () => faultsOf(withBot({ botId: '99999999-2222-4333-8444-555555555555' })),
      /bots\.botId is 99999999-.* must be MicrosoftAppId/,
    ],
    [
      'a command nobody would obey',
      () =>
        faultsOf(
          withBot({
            commandLists: [{ scopes: ['personal'], commands: [{ title: 'Sing a song', description: 'x' }] }],
          }),
        ),
      /"Sing a song" is no command/,
    ],
    [
      'an address that is not https',
      () =>
        faultsOf({
          ...good,
          staticTabs: [
            { entityId: 'a', name: 'A', contentUrl: 'http://callcheck.example.org/a', scopes: ['personal'] },
          ],
        }),
      /http:\/\/callcheck\.example\.org\/a is not https/,
    ],
    [
      'a tab on a host that is not named',
      () => faultsOf({ ...good, validDomains: [] }),
      /callcheck\.example\.org is not among validDomains/,
    ],
    [
      'no icon',
      () => faultsOf(good, { 'color.png': icons['color.png'] ?? assert.fail() }),
      /outline\.png is not in the package/,
    ],
    [
      'a file too many',
      () => faultsOf(good, { ...icons, 'notes.txt': Buffer.from('x') }),
      /notes\.txt is in the package · the manifest does not name it/,
    ],
    [
      'an icon that is no PNG',
      () => faultsOf(good, { ...icons, 'color.png': Buffer.from('GIF89a') }),
      /color\.png is no PNG/,
    ],
    [
      'an icon of another size',
      () => faultsOf(good, { ...icons, 'color.png': icon(96, [0, 0, 0, 255]) }),
      /color\.png has 96 by 96 pixels/,
    ],
    [
      'a see-through colour icon',
      () => faultsOf(good, { ...icons, 'color.png': icon(192, [0, 0, 0, 9]) }),
      /color\.png is see-through in places/,
    ],
    [
      'a filled outline',
      () => faultsOf(good, { ...icons, 'outline.png': icon(32, [255, 255, 255, 255]) }),
      /outline\.png is see-through nowhere/,
    ],
    [
      'an empty outline',
      () => faultsOf(good, { ...icons, 'outline.png': icon(32, [0, 0, 0, 0]) }),
      /outline\.png shows nothing/,
    ],
  ];
  for (const [name, faults, expected] of faulty)
    it(`refuses ${name}`, async () => {
      const found = await faults();
      assert.ok(
        found.some((fault) => expected.test(fault)),
        found.join('\n') || 'no fault at all',
      );
      for (const fault of found) assert.match(fault, /^.+ · .+ · .+$/);
    });

  it('refuses an outline in colours', async () => {
    const image = PNG.sync.read(Buffer.from(icons['outline.png'] ?? assert.fail()));
    for (let at = 0; at < image.data.length; at += 4) image.data[at] = 20;
    const faults = await faultsOf(good, { ...icons, 'outline.png': PNG.sync.write(image) });
    assert.deepEqual(faults.length, 1);
    assert.match(faults[0] ?? '', /^outline\.png has colours/);
  });
});
