import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assert as hold, property, string } from 'fast-check';
import { readMessageText } from '../../../../src/channels/bot-framework/extension/message-text.ts';

const read = (content: string, contentType = 'html'): string =>
  readMessageText({ contentType, content }).text;

describe('the words of a message in Teams', () => {
  const messages: readonly [string, string, string][] = [
    ['plain words', 'Hello there', 'Hello there'],
    ['lines', '<div>One</div><div>Two<br>Three</div><p>Four</p>', 'One\n\nTwo\nThree\n\nFour'],
    ['a mention', 'Hi <at id="0">Priya</at>, hello', 'Hi Priya, hello'],
    [
      'where a link leads',
      'See <a href="http://bad.example/x">our portal</a> now',
      'See our portal (http://bad.example/x) now',
    ],
    ['a link without an address', '<a name="x">here</a>', 'here'],
    ['a smiley', 'Well <img alt="😀" src="https://x.example/y.png"> done', 'Well 😀 done'],
    [
      'entities, once',
      '&lt;b&gt; &amp;lt; &#163;5 &#xA3;6 &nbsp;end &unknown;',
      '<b> &lt; £5 £6 end &unknown;',
    ],
    ['a tag that never ends', 'a < b and c', 'a < b and c'],
    ['a tag inside a tag', '<<b>script>alert(1)</script>', 'script>alert(1)'],
    ['a script', 'a<script>if (x > 1) steal()</script>b', 'ab'],
    ['a style that never ends', 'a<style>p { color: red }', 'a'],
    ['numbers of no character', '&#0; &#99999999; &#x110000;', '&#0; &#99999999; &#x110000;'],
  ];
  for (const [name, html, text] of messages) it(`has ${name}`, () => assert.equal(read(html), text));

  it('leaves text that is no HTML as it is', () => {
    assert.equal(read('1 < 2 &amp; <b>3</b>', 'text'), '1 < 2 &amp; <b>3</b>');
  });

  it('has none for a message that was deleted or holds only a picture', () => {
    assert.equal(readMessageText({}).text, '');
    assert.equal(read('<p><img src="https://x.example/y.png"></p>'), '');
  });

  it('hides secrets and cuts what is too long', () => {
    assert.doesNotMatch(read('the password is Blue-Kettle-77'), /Kettle/);
    const long = readMessageText({ contentType: 'text', content: 'word '.repeat(2000) });
    assert.deepEqual([long.text.length <= 4000, long.wasCut], [true, true]);
  });

  it('takes any text, and as long as it takes to read it once', () => {
    hold(property(string({ unit: 'binary' }), (text) => typeof read(text) === 'string'));
    const startedMs = performance.now();
    for (const nasty of ['<', '<a ', '&', '<script>', '<a href="', '&#'])
      read(nasty.repeat(Math.ceil(100_000 / nasty.length)));
    assert.ok(performance.now() - startedMs < 2000, 'a message of open tags took too long');
  });
});
