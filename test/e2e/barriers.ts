import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Violations that keep somebody out, each with the first element that has it. */
export async function findBarriers(place: Page | Frame): Promise<string[]> {
  await place.evaluate(axe);
  // The desk's controls put such an element at the ends of a group; it hands the focus on and never keeps it.
  const { violations } = await place.evaluate<AxeResults>(
    `axe.run({ exclude: ['[data-tabster-dummy]'] }, { iframes: false })`,
  );
  // In high contrast the browser picks the colours, and axe reads those that it replaced.
  const forced = await place.evaluate(() => matchMedia('(forced-colors: active)').matches);
  const ours = violations.filter(({ id }) => !forced || id !== 'color-contrast');
  const grave = ours.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html ?? ''}`);
}
