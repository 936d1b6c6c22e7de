import { fileURLToPath } from 'node:url';
import { buildDesk } from '../../../src/server/desk/page.ts';

let built: Promise<void> | undefined;

/** The folder of the desk's page, built once in this process; whoever runs several sets CALLCHECK_DESK_BUILT when it is done. */
export async function builtDesk(): Promise<string> {
  if (process.env['CALLCHECK_DESK_BUILT'] !== 'yes') await (built ??= buildDesk());
  return fileURLToPath(new URL('../../../build/desk', import.meta.url));
}
