import type { StoredProposal } from '../../storage/directory-port.ts';
import { mayActAs, type Viewer } from '../desk/access.ts';
import { Refusal } from '../desk/refusal.ts';
import type { DecideAnswer, DecideRequest } from './api.ts';
import { commandLine, type DirectoryDesk } from './options.ts';
import { auditOf } from './proposal.ts';
import { checkClient } from './standing.ts';

type Decision = DecideRequest['decision'];

/**
 * Approves, refuses or takes back what was proposed, each by itself: what cannot be done is told and the rest is done. A lead
 * approves or refuses, and never approves what they proposed; only whoever proposed something takes it back.
 */
export async function decide(
  desk: DirectoryDesk,
  viewer: Viewer,
  { client, proposals: ids, decision }: DecideRequest,
): Promise<DecideAnswer> {
  checkClient(desk, viewer, client);
  if (decision !== 'withdraw' && !mayActAs(viewer.role, 'lead'))
    throw new Refusal('not-allowed', 'A lead approves changes of the directory. Ask one.');
  const open = new Map((await desk.storage.listProposals(client)).map((one) => [one.id, one]));
  const left: DecideAnswer['left'] = [];
  for (const id of new Set(ids)) {
    const proposal = open.get(id);
    const why = proposal ? await decideOne(desk, viewer, proposal, decision) : decidedBefore;
    if (why !== undefined) left.push({ proposal: id, why });
  }
  const done = new Set(ids).size - left.length;
  if (done > 0 && decision === 'approve') await desk.onApproved(client);
  return { done, left };
}

/** Whether it is their own: by their sign-in, or by the name they gave on the command line. */
export function isOwn({ proposedBy, proposedByName }: StoredProposal, viewer: Viewer): boolean {
  if (proposedBy === commandLine) return plain(proposedByName) === plain(viewer.name);
  return proposedBy === viewer.id;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** Why it was not done; nothing when it was. */
async function decideOne(
  { storage, now }: DirectoryDesk,
  viewer: Viewer,
  proposal: StoredProposal,
  decision: Decision,
): Promise<string | undefined> {
  const { client, id, entry } = proposal;
  const before = await storage.readEntry(client, entry);
  const signed = { who: viewer.id, at: now().toISOString() };
  if (decision === 'approve') {
    if (isOwn(proposal, viewer)) return ownApproval;
    const audit = auditOf('directory-approved', proposal, before, signed);
    return refusals[await storage.approveProposal(client, id, viewer.id, audit)];
  }
  if (decision === 'withdraw' && !isOwn(proposal, viewer)) return 'Only whoever proposed it takes it back.';
  const what = decision === 'refuse' ? 'directory-refused' : 'directory-withdrawn';
  const isDropped = await storage.dropProposal(client, id, auditOf(what, proposal, before, signed));
  return isDropped ? undefined : decidedBefore;
}

const ownApproval = 'You proposed this yourself. Somebody else has to approve it.';
const decidedBefore = 'Somebody decided this already.';
const refusals: Readonly<
  Record<Awaited<ReturnType<DirectoryDesk['storage']['approveProposal']>>, string | undefined>
> = {
  approved: undefined,
  gone: decidedBefore,
  outdated: 'The entry was changed since this was proposed. Refuse it and propose it anew.',
  same: 'Another entry has this number or sign-in by now. Refuse this one.',
};
