import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { createLog } from '../../src/observability/log.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createHttpServer } from '../../src/server/server.ts';

const http = createHttpServer({ log: createLog('silent'), metrics: createMetrics() });
http.restify.get('/', async (_req, res) => {
  res.sendRaw(200, 'here');
});
let port: number;

before(async () => {
  port = await http.listen(0, '127.0.0.1');
});
after(() => http.close(0));

async function send(target: string, host: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  let answer = '';
  socket.on('data', (part: Buffer) => (answer += part.toString()));
  await once(socket, 'close');
  return answer;
}

const odd: readonly { target: string; host: string }[] = [
  { target: '/', host: "x; script-src 'unsafe-inline'" },
  { target: '/', host: '[' },
  { target: '/', host: 'a b' },
  { target: '/', host: 'localhost:99999' },
  { target: 'http://[', host: 'localhost' },
];
for (const { target, host } of odd) {
  test(`refuses ${target} at "${host}" and goes on serving`, async () => {
    assert.match(await send(target, host), /^HTTP\/1\.1 400 /);
    assert.match(await send('/', 'localhost'), /^HTTP\/1\.1 200 [\s\S]*here/);
  });
}
