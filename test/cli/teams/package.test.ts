import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as z from 'zod';
import { unpackFiles } from '../../../src/cli/teams/zip.ts';
import { appId, inFolder, type Desk } from './stage.ts';

const Manifest = z.looseObject({
  version: z.string(),
  id: z.string(),
  name: z.looseObject({ full: z.string() }),
  developer: z.looseObject({ name: z.string(), termsOfUseUrl: z.string() }),
  staticTabs: z.array(z.looseObject({ entityId: z.string(), contentUrl: z.string().optional() })),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
});

async function pack(desk: Desk, args: readonly string[] = [], more: Record<string, string> = {}) {
  const path = join(desk.folder, 'app.zip');
  const outcome = await desk.teams(['package', '--out', path, ...args], more);
  const bytes = await readFile(path).catch(() => undefined);
  const files = bytes && unpackFiles(bytes);
  const text = new TextDecoder().decode(files?.['manifest.json']);
  return {
    ...outcome,
    bytes,
    names: Object.keys(files ?? {}),
    manifest: () => Manifest.parse(JSON.parse(text)),
  };
}

describe('the app package', () => {
  it('has the manifest and two icons, and is for the bot of the settings', async (t) => {
    const packed = await pack(await inFolder(t));
    assert.equal(packed.status, 0, packed.text);
    assert.deepEqual(packed.names, ['color.png', 'manifest.json', 'outline.png']);
    const { id, developer, name, staticTabs, validDomains, webApplicationInfo } = packed.manifest();
    assert.equal(id, appId);
    assert.equal(developer.name, 'Acme Ltd');
    assert.equal(developer.termsOfUseUrl, 'https://callcheck.example.org/privacy');
    assert.equal(name.full, 'Callcheck · Acme Ltd');
    assert.deepEqual(validDomains, ['callcheck.example.org']);
    assert.deepEqual(
      staticTabs.map(({ entityId, contentUrl }) => [entityId, contentUrl]),
      [
        ['conversations', undefined],
        ['my-cases', 'https://callcheck.example.org/my-cases'],
        ['desk', 'https://callcheck.example.org/desk/?theme={theme}'],
        ['about', undefined],
      ],
    );
    assert.deepEqual(webApplicationInfo, { id: appId, resource: `api://callcheck.example.org/${appId}` });
  });

  it('is the same bytes however often it is made, and never holds a secret', async (t) => {
    const desk = await inFolder(t);
    const first = await pack(desk);
    const again = await pack(desk);
    assert.match(again.text, /is as it was/);
    assert.deepEqual(again.bytes, first.bytes);
    assert.ok(!Buffer.from(first.bytes ?? []).includes('never printed'));
    assert.ok(!first.text.includes('never printed'));
  });

  it('wants a higher version for a package that differs', async (t) => {
    const desk = await inFolder(t);
    await pack(desk);
    const renamed = { ORGANISATION: 'Acme Group' };
    const same = await pack(desk, [], renamed);
    assert.equal(same.status, 1);
    assert.match(same.text, /has version \d+\.\d+\.\d+, .* · add --version \d+\.\d+\.\d+\n$/);
    assert.equal(same.manifest().developer.name, 'Acme Ltd');
    const [, raised = ''] = /--version (\S+)/.exec(same.text) ?? [];
    const newer = await pack(desk, ['--version', raised], renamed);
    assert.equal(newer.status, 0, newer.text);
    assert.deepEqual([newer.manifest().version, newer.manifest().developer.name], [raised, 'Acme Group']);
  });

  it('replaces a file that is no package', async (t) => {
    const desk = await inFolder(t);
    await writeFile(join(desk.folder, 'app.zip'), 'not a zip');
    assert.equal((await pack(desk)).status, 0);
  });

  it('shortens a name that Teams has no room for', async (t) => {
    const packed = await pack(await inFolder(t), [], { ORGANISATION: 'The Society for the Very Long Name' });
    assert.equal(packed.status, 0, packed.text);
    assert.equal(packed.manifest().developer.name, 'The Society for the Very Long N…');
  });

  it('lets the tabs sign in with Teams where the desk signs in at Entra ID', async (t) => {
    const desk = await inFolder(t);
    const file = join(desk.folder, 'desk.yaml');
    const clientId = '99999999-8888-4777-8666-555555555555';
    await writeFile(
      file,
      `signIn:\n  issuer: https://login.microsoftonline.com/x/v2.0\n  clientId: ${clientId}\n  roles: { technician: [T] }\n`,
    );
    const packed = await pack(desk, [], { SETTINGS_FILE: file });
    assert.equal(packed.status, 0, packed.text);
    assert.deepEqual(packed.manifest().webApplicationInfo, {
      id: clientId,
      resource: `api://callcheck.example.org/${clientId}`,
    });
  });

  it('vouches for nobody in the tabs where no registration could be asked', async (t) => {
    const managed = { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' };
    const packed = await pack(await inFolder(t), [], managed);
    assert.equal(packed.status, 0, packed.text);
    assert.equal(packed.manifest().webApplicationInfo, undefined);
  });

  const refused: readonly [string, string[], Record<string, string>, RegExp][] = [
    [
      'no bot',
      [],
      { MicrosoftAppId: '', MicrosoftAppTenantId: '', MicrosoftAppPassword: '' },
      /^MicrosoftAppId is not set · /,
    ],
    ['no address', [], { PUBLIC_URL: '' }, /^PUBLIC_URL is not set · /],
    ['an open address', [], { PUBLIC_URL: 'http://callcheck.example.org' }, /^PUBLIC_URL is http:.* · /],
    ['a version that is none', ['--version', '1.2'], {}, /^"1\.2" is no version · /],
    ['terms nowhere', ['--terms', 'terms.html'], {}, /^"terms\.html" is no https address · /],
    ['a setting that cannot be', [], { PORT: 'x' }, /^PORT is "x" · /],
    ['an option that is none', ['--colour', 'red'], {}, /^npm run -s teams -- package/],
  ];
  for (const [name, args, settings, expected] of refused)
    it(`is not made with ${name}`, async (t) => {
      const packed = await pack(await inFolder(t), args, settings);
      assert.equal(packed.status, 1);
      assert.match(packed.text, expected);
      assert.equal(packed.bytes, undefined);
    });
});
