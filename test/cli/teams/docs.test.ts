import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { settings } from '../../../src/config.ts';

const guides = ['docs/azure.md', 'docs/teams.md'].map((file) => readFileSync(file, 'utf8')).join('\n');
const templates = globSync('docs/azure/*.bicep').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const brackets = [
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
] as const;

it('the Azure guide names each template and each version of an interface that they use', () => {
  assert.ok(templates.length >= 2);
  for (const { file, text } of templates) {
    assert.ok(guides.includes(file.replace('docs/', '(')), file);
    const types = [...text.matchAll(/^resource \w+ '([^']+)'/gm)].map(([, type]) => type ?? '');
    assert.ok(types.length >= 2, file);
    for (const type of types) assert.ok(guides.includes(`\`${type}\``), `${file}: ${type}`);
  }
});

it('what a template gives out, and what the guides set, are settings of the server', () => {
  const given = templates.flatMap(({ text }) => [...text.matchAll(/^output (Microsoft\w+)/gm)]);
  const set = [...guides.matchAll(/^(\w+)=/gm)];
  assert.ok(given.length >= 6 && set.length >= 8);
  for (const [, name = ''] of [...given, ...set]) assert.ok(Object.hasOwn(settings, name), name);
});

it('a template uses each parameter that it asks for, and closes what it opens', () => {
  for (const { file, text } of templates) {
    const code = text.replaceAll(/^\s*\/\/.*$/gm, '');
    for (const [, name = ''] of code.matchAll(/^param (\w+)/gm))
      assert.ok([...code.matchAll(new RegExp(String.raw`\b${name}\b`, 'g'))].length > 1, `${file}: ${name}`);
    for (const [open, close] of brackets)
      assert.equal(code.split(open).length, code.split(close).length, `${file}: ${open}`);
    assert.equal(code.split("'").length % 2, 1, file);
  }
});
