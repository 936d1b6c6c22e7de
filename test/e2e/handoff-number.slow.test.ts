import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bringTogether, complaintsOf, keepBoth, phone } from './handoff/together.ts';
import * as see from './visit.ts';

/** A file of its own, because it waits for a minute. */
test('on a phone: something has happened, nobody takes the case, and after a minute there is a number to ring', async (t) => {
  const { staff, technician } = await bringTogether(t, { chat: phone, desk: phone });
  await staff.write('A man from Microsoft rang. I let him on to my computer and I gave him the code');
  await staff.sees('Do this now');
  const toldAt = Date.now();
  await staff.sees('What is your name');
  await technician.page.locator('.case-line-p1').first().waitFor();
  await keepBoth('phone-1-told', staff, technician);
  await see.offers(staff.page).filter({ hasText: 'Skip' }).tap();
  await staff.sees('They will answer you here');
  await staff.page.waitForTimeout(55_000 - (Date.now() - toldAt));
  assert.ok(!(await staff.transcript()).some((text) => text.includes('Nobody has answered yet')));
  await staff.sees(/Nobody has answered yet\. Ring Alex Moor now on 01632 960 777/);
  await technician.page.locator('.case-line a').first().tap();
  await technician.page.locator('.timeline').getByText('was given the number of Alex Moor').waitFor();
  await keepBoth('phone-2-number', staff, technician);
  assert.deepEqual(complaintsOf(staff, technician), []);
});
