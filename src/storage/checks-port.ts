/**
 * A check of who is calling as stored, written in the turn that changes it. Times are ISO 8601. `words` are there only while they
 * count: the turn that ends them takes them out of here, of the state and of the effects that showed them.
 */
export type StoredCheck = {
  id: string;
  kind: string;
  client: string;
  conversation: string;
  case: string | null;
  person: { id: string; name: string | null; channel: string; language: string };
  about: string | null;
  stage: string;
  askedAt: string;
  dueAt: string;
  technician: { id: string; name: string } | null;
  words: readonly string[] | null;
  asked: { id: string; name: string; teamsId: string | null } | null;
  outcome: string | null;
};

/** What a turn makes of the check it writes; client and conversation are the turn's own. */
export type WrittenCheck = Omit<StoredCheck, 'client' | 'conversation'>;

/** What somebody who was asked said, in a conversation of their own. The first answer counts, and only while it is asked. */
export type Attestation = { check: string; answer: 'yes' | 'no' | 'unsure' };

/** Whether it was them who rang, put to one colleague in their own conversation. */
export type CheckQuestion = {
  check: string;
  /** The colleague's id. */
  asked: string;
  conversation: string;
  answer: 'yes' | 'no' | 'unsure' | null;
  /** `open`: not shown yet. `shown`. `closed`: answered, or taken back. */
  stage: 'open' | 'shown' | 'closed';
};

/** Checks, as the desk, the technicians' channel and the runner need them. */
export type CheckStorage = {
  readCheck(id: string): Promise<StoredCheck | undefined>;
  /** Checks of a case, oldest first. */
  checksOf(caseId: string): Promise<readonly StoredCheck[]>;
  /** Checks of this kind and these clients that are not over, oldest first, 500 at most. */
  openChecks(kind: string, clients: readonly string[] | 'all'): Promise<readonly StoredCheck[]>;
  /** Checks whose stage has had its time, oldest first, 500 at most. */
  dueChecks(now: string): Promise<readonly StoredCheck[]>;

  /** Keeps that somebody is asked. Again for the same check and colleague, it changes nothing. */
  addCheckQuestion(question: Pick<CheckQuestion, 'check' | 'asked' | 'conversation'>): Promise<void>;
  /** Questions that are not closed, with their checks. */
  openCheckQuestions(): Promise<readonly (CheckQuestion & { of: StoredCheck })[]>;
  moveCheckQuestion(
    question: Pick<CheckQuestion, 'check' | 'asked'>,
    stage: 'shown' | 'closed',
  ): Promise<void>;
};
