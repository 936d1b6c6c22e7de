import assert from 'node:assert/strict';
import { it } from 'node:test';
import { vendors } from './doubles/all.ts';
import { checkTicket, liveThrough, stageWith } from './life.ts';

for (const connector of Object.keys(vendors)) {
  it(`the ${connector} connector makes nothing twice, whichever answer gets lost`, async (test) => {
    const counting = await stageWith(test, connector);
    let changes = 0;
    counting.server.mishap = (change) => {
      changes = change + 1;
      return 'none';
    };
    await liveThrough(counting);
    assert.ok(changes >= 6);
    for (const mishap of ['lost', 'never-arrived'] as const)
      for (let lost = 0; lost < changes; lost += 1) {
        const staged = await stageWith(test, connector);
        staged.server.mishap = (change) => (change === lost ? mishap : 'none');
        await liveThrough(staged);
        checkTicket(staged);
      }
  });
}
