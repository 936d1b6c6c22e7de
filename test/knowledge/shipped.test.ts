import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hear } from '../../src/domain/listening/hear.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { servesRegion } from '../../src/domain/advice.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { formatFault } from '../../src/knowledge/fault.ts';
import { lintKnowledge } from '../../src/knowledge/lint.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { makeFolder } from './folder.ts';

const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
const { knowledge, faults } = await lintKnowledge(folder);

suite('the shipped knowledge', () => {
  test('loads, and passes lint: every example is caught or spared, every source can be followed', () => {
    assert.deepEqual(faults.map(formatFault), []);
  });

  test('holds an entry for every file, named by it', async () => {
    const names = (await readdir(`${folder}/authorities`)).map((name) => name.replace('.yaml', ''));
    assert.deepEqual(
      shipped()
        .authorities.map(({ id }) => id)
        .toSorted(),
      names.toSorted(),
    );
  });

  const floors: [what: string, count: (knowledge: Knowledge) => number, floor: number][] = [
    ['scams in use', ({ scams }) => scams.filter(({ status }) => status === 'published').length, 110],
    ['authorities', ({ authorities }) => authorities.length, 110],
    ['reporting routes', ({ reporting }) => reporting.length, 65],
    ['playbooks', ({ playbooks }) => playbooks.length, 6],
    ['ways to ring back rightly', ({ advice }) => advice.length, 15],
  ];
  for (const [what, count, floor] of floors) {
    test(`has at least ${floor} ${what}`, () => assert.ok(count(shipped()) >= floor, `${count(shipped())}`));
  }

  const regions = 'GB-ENG GB-SCT GB-WLS GB-NIR IE US CA AU NZ DE FR NL IN SG'.split(' ');
  for (const region of regions) {
    test(`knows the first place to report in ${region}, and scams, callers and advice for it`, () => {
      const { reporting, scams, authorities, advice } = shipped();
      assert.ok(reporting.some((route) => route.first && servesRegion(route, region)));
      assert.ok(scams.filter((scam) => servesRegion(scam, region)).length >= 20);
      assert.ok(authorities.filter((each) => servesRegion({ regions: [each.region] }, region)).length >= 20);
      assert.ok(advice.filter((each) => servesRegion(each, region)).length >= 10);
    });
  }

  const routes: [region: string, route: string, serves: boolean][] = [
    ['GB-ENG', 'report-fraud', true],
    ['GB-WLS', 'report-fraud', true],
    ['GB-NIR', 'report-fraud', true],
    ['GB-SCT', 'report-fraud', false],
    ['GB-SCT', 'police-scotland-101', true],
    ['GB-ENG', 'police-scotland-101', false],
    ['GB-SCT', 'bank-159', true],
    ['IE', 'bank-159', false],
    ['IE', 'ie-garda', true],
    ['US', 'us-ic3', true],
    ['NZ', 'own-bank', true],
  ];
  for (const [region, id, serves] of routes) {
    test(`${serves ? 'offers' : 'does not offer'} ${id} in ${region}`, () => {
      const route = shipped().reporting.find((each) => each.id === id);
      assert.ok(route);
      assert.equal(servesRegion(route, region), serves);
    });
  }

  test('has a playbook for every harm, with at most three steps for staff', () => {
    const harms = new Set(shipped().playbooks.map(({ harm }) => harm));
    assert.deepEqual([...harms].toSorted(), ['credentials', 'data', 'money', 'remote-access', 'software']);
  });

  const done: [story: string, harm: Harm][] = [
    ['I let him onto my computer with AnyDesk', 'remote-access'],
    ['they had control of my screen for ten minutes', 'remote-access'],
    ['I read out the code they texted', 'credentials'],
    ['our receptionist gave them the password', 'credentials'],
    ['I paid them 500 pounds by card', 'money'],
    ['we paid the invoice to the new account', 'money'],
    ['I gave him her date of birth and address', 'data'],
    ['he made me download a program', 'software'],
    ['a black window flashed up and went', 'software'],
  ];
  for (const [story, harm] of done) {
    test(`hears ${harm} in "${story}"`, () => assert.ok(harmIn(story).includes(harm)));
  }

  const notDone = [
    'He wanted me to give him the code but I refused',
    'Should I give him my password?',
    'I nearly paid them',
    'I did not let him in',
    'The caller asked me to install AnyDesk',
    'he sent me a code by text',
    'I shared my screen in the team meeting and it froze',
    'I installed the update last night and Outlook is slow',
    'I sent the payment run to finance',
  ];
  for (const story of notDone) {
    test(`hears no harm in "${story}"`, () => assert.deepEqual(harmIn(story), []));
  }
});

test('the scam walked through in knowledge/README.md is well-formed', async (context) => {
  const guide = await readFile(`${folder}/README.md`, 'utf8');
  const example = /```yaml\n(title:[\s\S]+?)```/.exec(guide)?.[1] ?? '';
  const signal = (title: string): string =>
    `title: ${title}\nrule: A rule.\nheard: [${title} call]\n${/sources:[\s\S]+?reviewBy: \S+\n/.exec(example)?.[0]}`;
  const route = `name: A\nregions: [GB]\nwhen: A\nhow: [{ type: phone, value: '1' }]\n${/sources:[\s\S]+?reviewBy: \S+\n/.exec(example)?.[0]}`;
  const made = await makeFolder(context, {
    'scams/toner-call.yaml': example,
    'signals/claims-prior-agreement.yaml': signal('agreed'),
    'signals/sales-pitch.yaml': signal('pitch'),
    'signals/urgency.yaml': signal('hurry'),
    'reporting/trading-standards.yaml': route,
    'reporting/citizens-advice-consumer.yaml': route,
  });
  const result = await loadKnowledge(made);
  assert.deepEqual(result.kind === 'refused' ? result.faults.map(formatFault) : [], []);
});

function shipped(): Knowledge {
  assert.ok(knowledge, 'the knowledge does not load');
  return knowledge;
}

function harmIn(story: string): readonly Harm[] {
  return hear(story, prepare(shipped()).ear).harm;
}
