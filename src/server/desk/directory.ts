import type { Request, Server } from 'restify';
import { DecideRequest, DirectoryQuery, mostFaults, ProposeRequest } from '../../handoff/directory/api.ts';
import type { ImportAnswer } from '../../handoff/directory/api.ts';
import { mostBytes } from '../../handoff/directory/csv.ts';
import { decide } from '../../handoff/directory/decide.ts';
import { importCsv } from '../../handoff/directory/import.ts';
import { listDirectory } from '../../handoff/directory/list.ts';
import type { DirectoryDesk } from '../../handoff/directory/options.ts';
import { propose } from '../../handoff/directory/propose.ts';
import { checkClient } from '../../handoff/directory/standing.ts';
import { readUpload } from './files.ts';
import { understand, type Guard } from './guard.ts';
import type { Session } from './session.ts';

/** The directory at the desk: everybody reads and proposes, leads approve. */
export function mountDirectory(server: Server, desk: DirectoryDesk, guard: Guard): void {
  server.get(
    '/desk/api/directory',
    guard.read('technician', DirectoryQuery, ({ session, query }) =>
      listDirectory(desk, session.viewer, query.client),
    ),
  );
  server.post(
    '/desk/api/directory/proposals',
    guard.change('technician', ProposeRequest, async ({ session, body }) => {
      await propose(desk, session.viewer, body);
      return {};
    }),
  );
  server.post(
    '/desk/api/directory/decisions',
    guard.change('technician', DecideRequest, ({ session, body }) => decide(desk, session.viewer, body)),
  );
  server.post(
    '/desk/api/directory/import/:client',
    guard.upload('technician', ({ session }, req) => takeCsv(desk, session, req)),
  );
}

async function takeCsv(desk: DirectoryDesk, { viewer }: Session, req: Request): Promise<ImportAnswer> {
  const { client } = understand(DirectoryQuery, req.params);
  checkClient(desk, viewer, client);
  const { bytes } = await readUpload(req, mostBytes);
  const outcome = await importCsv(desk, client, { id: viewer.id, name: viewer.name }, bytes);
  if (outcome.kind === 'proposed') return outcome;
  const faults = outcome.faults.slice(0, mostFaults);
  return { kind: 'refused', faults, more: outcome.faults.length - faults.length };
}
