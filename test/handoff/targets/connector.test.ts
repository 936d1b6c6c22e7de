import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readConnector } from '../../../src/handoff/targets/connector.ts';
import { defang, oneLine } from '../../../src/dialog/defang.ts';
import { pickText, placeholdersIn, render, renderText } from '../../../src/handoff/targets/template.ts';
import { createTargets, targetsOf } from '../../../src/handoff/targets/targets.ts';
import { openSqlite } from '../../../src/storage/sqlite.ts';
import { connectors, readFile as noFile, settingsOf } from './stage.ts';

const zendesk = fileURLToPath(new URL('../../../connectors/zendesk.yaml', import.meta.url));

describe('a template', () => {
  const values = { case: 'CC-1', n: '12', html: '<b>"a"\nb', 'field.type': undefined, lines: 'one\n\n two' };

  it('is filled', () => {
    const table: [unknown, unknown][] = [
      ['{case}', 'CC-1'],
      ['case {case}.', 'case CC-1.'],
      ['{n|number}', 12],
      ['{html|html}', '&lt;b&gt;&quot;a&quot;<br>\nb'],
      ['{html|first:3}', '<b…'],
      [{ a: '{field.type?}', b: 1 }, { b: 1 }],
      [{ a: { b: '{field.type?}' }, c: true }, { c: true }],
      [['{field.type?}', '{case}'], ['CC-1']],
      [{ each: 'lines', as: { t: '{item}' } }, [{ t: 'one' }, { t: ' two' }]],
      ['no {placeholder here}', 'no {placeholder here}'],
    ];
    for (const [template, wanted] of table) assert.deepEqual(render(template, values), wanted);
  });

  it('encodes what is put into an address, and is nothing without what it needs', () => {
    assert.equal(renderText('/a?q={html}', values, encodeURIComponent), '/a?q=%3Cb%3E%22a%22%0Ab');
    assert.equal(renderText('{field.type?}/x', values), undefined);
    assert.throws(() => renderText('{field.type}', values), /asks for \{field\.type\}, which is not set/);
    assert.throws(() => render('{case|number}', values), /"CC-1" is to be a number/);
  });

  it('never fills twice: what a caller wrote is no template', () => {
    assert.equal(render('{text}', { text: '{secret.token}', 'secret.token': 'hush' }), '{secret.token}');
  });

  it('names its placeholders, and answers are read by path', () => {
    assert.deepEqual(placeholdersIn({ a: ['{case}'], each: 'text', as: '{item}' }), ['text', 'case', 'item']);
    assert.equal(pickText({ a: [{ id: 7 }] }, 'a.0.id'), '7');
    assert.equal(pickText({ a: [{}] }, 'a.1.id'), undefined);
  });
});

describe('a connector file', () => {
  it('is refused with every fault', async () => {
    const source = await readFile(zendesk, 'utf8');
    const table: [string, string, RegExp][] = [
      ['zendesk.yaml', source.replace('{priority.value}', '{priorty}'), /\{priorty\} stands for nothing/],
      [
        'zendesk.yaml',
        source.replace("user: '{field.email}/token'", 'user: me'),
        /field\.email is asked for and not used/,
      ],
      ['other.yaml', source, /its id is zendesk · name the file like it/],
      ['zendesk.yaml', source.replace('take: upload.token', ''), /attach\.first\.take/],
      ['zendesk.yaml', `${source}\nextra: 1\n`, /extra/],
      ['zendesk.yaml', ': :\n -', /write it as YAML/],
    ];
    for (const [name, text, wanted] of table) {
      const result = readConnector(name, text);
      assert.equal(result.kind, 'refused', String(wanted));
      assert.match(result.kind === 'refused' ? result.faults.join('\n') : '', wanted);
    }
  });
});

describe('targets', () => {
  it('tell what the settings lack, and the others work', async (test) => {
    const storage = await openSqlite(':memory:');
    test.after(() => storage.close());
    const settings = settingsOf({
      targets: [
        {
          kind: 'tickets',
          id: 'psa',
          connector: 'connectwise',
          url: 'https://cw.example',
          fields: { bord: '1' },
          secrets: { publicKey: 'CW_PUBLIC' },
        },
        { kind: 'tickets', id: 'typo', connector: 'conectwise', url: 'https://cw.example' },
        { kind: 'email', id: 'mail', to: ['a@b.example'], from: 'c@d.example', host: 'mail.example' },
      ],
    });
    const { targets, faults } = createTargets({
      settings,
      secret: () => undefined,
      connectors,
      storage,
      readFile: noFile,
      publicUrl: undefined,
    });
    assert.deepEqual([...targets.keys()], ['mail']);
    const all = faults.join('\n');
    for (const wanted of [
      /targets\.psa · fields\.board is missing · id of the service board/,
      /CW_PUBLIC is not set/,
      /secrets\.clientId is missing/,
      /bord is nothing that ConnectWise PSA asks for/,
      /connector "conectwise" is not there · use one of autotask/,
    ])
      assert.match(all, wanted);
    assert.deepEqual(targetsOf(settings, 'acme'), ['psa', 'typo', 'mail']);
    assert.deepEqual(targetsOf(settings, 'other'), []);
  });
});

describe('what a caller wrote', () => {
  const table: Record<string, string> = {
    'https://evil.example.com/a.bc': 'hxxps://evil[.]example[.]com/a[.]bc',
    'HTTP://EVIL.COM': 'hxxp://EVIL[.]COM',
    'write to me@evil.com.': 'write to me[@]evil[.]com.',
    '10.0.0.1': '10[.]0[.]0[.]1',
    'tel:+4420 and mailto:x': 'tel[:]+4420 and mailto[:]x',
    'abc\u202Efdp.exe': 'abc[U+202E]fdp[.]exe',
    'one\r\ntwo\u0000': 'one\ntwo[U+0000]',
    'It is 3.50 pounds. Then he left.': 'It is 3.50 pounds. Then he left.',
  };
  for (const [text, wanted] of Object.entries(table))
    it(`is made inert: ${JSON.stringify(text)}`, () => assert.equal(defang(text), wanted));

  it('is one line in a title', () => assert.equal(oneLine('a\r\nBcc: x\t\ty\u2028z'), 'a Bcc: x y[U+2028]z'));
});
