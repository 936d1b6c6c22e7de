import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { isPublic, publicAddress } from '../../../src/handoff/targets/address.ts';
import { updateOf } from '../../../src/handoff/targets/update.ts';
import { openMailbox } from '../../support/mailbox.ts';
import { at, portOf } from './doubles/double.ts';
import { brief, caseId, closed, closing, openedAt, openStage } from './stage.ts';

const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function emailTo(port: number) {
  const target = {
    kind: 'email',
    id: 'mail',
    to: ['desk@acme.example'],
    from: 'callcheck@msp.example',
    host: '127.0.0.1',
  };
  return {
    targets: [{ ...target, port, security: 'none', user: 'callcheck', passwordSecret: 'MAIL_PASSWORD' }],
    secrets: { MAIL_PASSWORD: 'right' },
  };
}

describe('email', () => {
  it('tells a case as one thread of plain text', async (test) => {
    const box = await openMailbox(test);
    const stage = await openStage(test, emailTo(box.port));
    await stage.happen('opened', brief);
    await stage.happen('internal-note', { text: 'Rang Jo back' });
    await stage.happen('closed', closing, closed);
    await stage.deliverAll();
    const [first, second, third] = box.mails;
    assert.equal(box.mails.length, 3);
    assert.equal(first?.messageId, '<CC-7F3K2@msp.example>');
    assert.equal(
      first?.subject,
      '[P1] Remote access given, "Microsoft", caller still on the line [CC-7F3K2]',
    );
    assert.match(
      first?.text ?? '',
      /Remote access was given: “I let him in”[\s\S]*hxxps:\/\/evil\[\.\]example\[\.\]com/,
    );
    assert.equal(first?.html, undefined);
    for (const later of [second, third]) {
      assert.equal(later?.inReplyTo, first?.messageId);
      assert.equal(later?.references, first?.messageId);
      assert.match(later?.subject ?? '', /^Re: .*\[CC-7F3K2\]$/);
    }
    assert.match(second?.text ?? '', /Sam wrote a note\s+Rang Jo back/);
    assert.match(third?.text ?? '', /it was a scam[\s\S]*www\[\.\]evil\[\.\]example\[\.\]com/);
    assert.notEqual(second?.messageId, third?.messageId);
    assert.ok(
      first?.headers.some(({ key, value }) => key === 'auto-submitted' && value === 'auto-generated'),
    );
  });

  it('lets nobody add a header, a recipient or a second message', async (test) => {
    const attacks = [
      '\r\nBcc: evil@example.org',
      '\nX-Evil: 1\n\nbody',
      '\u2028Bcc: evil@example.org',
      '\r\n.\r\nMAIL FROM:<e@x>',
    ];
    for (const attack of attacks) {
      const box = await openMailbox(test);
      const stage = await openStage(test, emailTo(box.port));
      const person = { ...brief.person, name: attack, contact: attack };
      const hostile = { ...brief, headline: `[P1] Jo${attack}`, story: attack, person };
      await stage.happen(`opened`, hostile, { brief: hostile });
      await stage.happen(`odd${attack}`, {});
      await stage.deliverAll();
      assert.equal(box.mails.length, 2, attack);
      for (const mail of box.mails) {
        assert.equal(mail.bcc, undefined);
        assert.ok(!mail.headers.some(({ key }) => key === 'x-evil' || key === 'bcc'));
        assert.match(mail.subject ?? '', /^(Re: )?\[P1\] Jo.*\[CC-7F3K2\]$/);
      }
      assert.deepEqual(box.recipients, [['desk@acme.example'], ['desk@acme.example']]);
    }
  });

  it('is the same message when it is sent again', async (test) => {
    const box = await openMailbox(test);
    const stage = await openStage(test, emailTo(box.port));
    let times = 0;
    box.answer = () => (times++ === 0 ? Object.assign(new Error('busy'), { responseCode: 451 }) : undefined);
    await stage.happen('opened', brief);
    await stage.deliverAll();
    assert.equal(times, 2);
    assert.equal(box.mails[0]?.messageId, '<CC-7F3K2@msp.example>');
  });

  it('is given up at once when the server says never', async (test) => {
    const box = await openMailbox(test);
    const stage = await openStage(test, emailTo(box.port));
    box.answer = () => Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    await stage.happen('opened', brief);
    await stage.postman.tick();
    const [dead] = await stage.storage.deadLetters('all');
    assert.match(dead?.lastError ?? '', /did not take the email: .*no such mailbox/);
  });

  it('needs its password', async (test) => {
    await assert.rejects(
      openStage(test, { ...emailTo(25), secrets: {} }),
      /targets\.mail · MAIL_PASSWORD is not set/,
    );
  });
});

type Post = { headers: IncomingHttpHeaders; body: string };

async function openReceiver(test: TestContext, status = (_post: number): number => 200) {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      posts.push({ headers: request.headers, body });
      response.writeHead(status(posts.length), { location: 'http://127.0.0.1:1/elsewhere' });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  return { posts, url: `http://127.0.0.1:${portOf(server)}/hook` };
}

function textsIn(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

const hookTo = (url: string, more: Record<string, unknown> = {}) => ({
  targets: [{ kind: 'webhook', id: 'hook', url, signingSecret: 'HOOK', allowPrivate: true, ...more }],
  secrets: { HOOK: signingSecret },
});

describe('a webhook', () => {
  it('is signed by the Standard Webhooks scheme, with the same id at every try', async (test) => {
    const receiver = await openReceiver(test, (post) => (post === 1 ? 503 : 200));
    const stage = await openStage(test, hookTo(receiver.url));
    // The library takes no message older than five minutes.
    stage.clock.now = new Date();
    await stage.happen('opened', brief);
    await stage.postman.tick();
    stage.clock.now = new Date(Date.now() + 10_000);
    await stage.postman.tick();
    assert.equal(receiver.posts.length, 2);
    const [first, second] = receiver.posts;
    assert.ok(first && second);
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
    for (const { body, headers } of receiver.posts) {
      const told = new Webhook(signingSecret).verify(body, textsIn(headers));
      assert.equal(at(told, 'type'), 'case.opened');
      assert.equal(at(told, 'data', 'case'), 'CC-7F3K2');
      assert.match(String(at(told, 'data', 'details')), /hxxps:\/\/evil/);
    }
    const forged = first.body.replace('acme', 'evil');
    assert.throws(() => new Webhook(signingSecret).verify(forged, textsIn(first.headers)));
  });

  it('follows no redirect', async (test) => {
    const receiver = await openReceiver(test, () => 302);
    const stage = await openStage(test, hookTo(receiver.url));
    await stage.happen('opened', brief);
    await stage.postman.tick();
    assert.match((await stage.storage.deadLetters('all'))[0]?.lastError ?? '', /Redirects are not followed/);
  });

  it('reaches nothing inside the own network unless that is allowed', async (test) => {
    const receiver = await openReceiver(test);
    for (const url of [
      receiver.url,
      receiver.url.replace('127.0.0.1', 'localhost'),
      'http://169.254.169.254/latest',
    ]) {
      const stage = await openStage(test, hookTo(url, { allowPrivate: false }));
      await stage.happen('opened', brief);
      await stage.postman.tick();
      assert.match(
        (await stage.storage.deadLetters('all'))[0]?.lastError ?? '',
        /inside a private or special network/,
        url,
      );
    }
    assert.equal(receiver.posts.length, 0);
  });

  it('needs a secret that is one', async (test) => {
    await assert.rejects(
      openStage(test, { ...hookTo('https://x.example'), secrets: { HOOK: 'short' } }),
      /no signing secret/,
    );
  });
});

describe('an agent hub', () => {
  it('hears of a case by handoff events, with what was said so far', async (test) => {
    const receiver = await openReceiver(test);
    const stage = await openStage(test, {
      targets: [
        { kind: 'handoff-hub', id: 'hub', url: receiver.url, signingSecret: 'HOOK', allowPrivate: true },
      ],
      secrets: { HOOK: signingSecret },
    });
    await stage.happen('opened', brief);
    await stage.happen('internal-note', { text: 'not for the hub' });
    await stage.happen('accepted', {}, { status: 'accepted' });
    await stage.happen('assigned', { from: null, to: { id: 'alex', name: 'Alex' } });
    await stage.happen('closed', closing, closed);
    await stage.deliverAll();
    const told: unknown[] = receiver.posts.map(({ body }): unknown => JSON.parse(body));
    assert.deepEqual(
      told.map((event) => [at(event, 'name'), at(event, 'value', 'state')]),
      [
        ['handoff.initiate', undefined],
        ['handoff.status', 'accepted'],
        ['handoff.status', 'accepted'],
        ['handoff.status', 'completed'],
      ],
    );
    assert.equal(at(told[0], 'attachments', 0, 'name'), 'Transcript');
    assert.equal(at(told[0], 'attachments', 0, 'content', 'activities', 0, 'text'), 'this');
  });
});

describe('an update of a case', () => {
  const given = { from: { id: 'sam', name: 'Sam' }, to: { id: 'alex', name: 'Alex' } };
  const gifts: [detail: unknown, line: RegExp][] = [
    [given, /: Sam gave the case to Alex$/],
    [{ ...given, to: { id: 'x', name: 'http://evil.example' } }, /: Sam gave the case to hxxp/],
    [{}, /: Sam gave the case to somebody else$/],
  ];
  for (const [detail, line] of gifts)
    it(`says to whom a case was given, from ${JSON.stringify(detail)}`, async (test) => {
      const stage = await openStage(test, { targets: [] });
      await stage.happen('opened', brief);
      const about = (await stage.storage.readCase(caseId)) ?? assert.fail('no case');
      const news = { case: caseId, kind: 'assigned', at: openedAt, by: 'Sam', detail };
      assert.match(updateOf({ id: 'x', news, case: about, now: new Date() }, 'Europe/London'), line);
    });
});

describe('addresses', () => {
  const table: Record<string, boolean> = {
    '93.184.216.34': true,
    '2606:2800:220:1::1': true,
    '127.0.0.1': false,
    '10.1.2.3': false,
    '172.16.0.1': false,
    '192.168.1.1': false,
    '169.254.169.254': false,
    '100.64.0.1': false,
    '0.0.0.0': false,
    '224.0.0.1': false,
    '255.255.255.255': false,
    '::1': false,
    '::': false,
    'fe80::1': false,
    'fd00::1': false,
    '::ffff:10.0.0.1': false,
    '::ffff:7f00:1': false,
    '64:ff9b::a00:1': false,
    '2002:a00:1::': false,
  };
  for (const [address, reachable] of Object.entries(table))
    it(`${address} is ${reachable ? 'public' : 'not public'}`, () =>
      assert.equal(isPublic(address), reachable));

  it('are those that were checked, and one private one among them is enough to refuse', async () => {
    const url = new URL('https://hook.example/');
    const good = { address: '93.184.216.34', family: 4 };
    assert.deepEqual(await publicAddress(url, false, async () => [good]), good);
    const mixed = publicAddress(url, false, async () => [good, { address: '10.0.0.1', family: 4 }]);
    await assert.rejects(mixed, { kind: 'refused', message: /at 10\.0\.0\.1/ });
    await assert.rejects(
      publicAddress(url, false, async () => []),
      { kind: 'later' },
    );
    for (const literal of ['http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'])
      await assert.rejects(
        publicAddress(new URL(literal), false, async () => [good]),
        { kind: 'refused' },
        literal,
      );
  });
});
