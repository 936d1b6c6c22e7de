import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compare, type Difference } from './compare.ts';
import { openPerson } from './person.ts';
import { joinBoth, type Relay, type Side } from './relay.ts';
import { startServer, type Server } from './server.ts';
import { signIn, type Technician } from './technician.ts';

export type Plan = {
  relays: number;
  /** Each has as many cases as the others, in a session of their own. */
  technicians: number;
  /** How often each side of each relay writes, sometimes sooner and sometimes later. */
  messageEveryMs: number;
  /** How long they write at least; longer when the restarts take long. */
  seconds: number;
  /** How often the process is killed meanwhile, at random moments of the time that it is up, but not before as many messages as relays were taken. */
  kills: number;
};

export type Outcome = {
  /** Accepted messages of both directions. */
  messages: number;
  seconds: number;
  differences: readonly Difference[];
  /** What the server logged as an error. */
  complaints: readonly string[];
  /** From being sent to being seen on the other side: of messages that no restart held up, and of the others. */
  undisturbedMs: readonly number[];
  heldUpMs: readonly number[];
  /** From the kill to being ready again. */
  awayMs: readonly number[];
  /** While everybody was connected and before anybody was, in megabytes. */
  memory: { restMb: number; mostMb: number };
};

/** How long messages may take to be taken after a restart, and the last ones to be seen. */
const settleMs = 20_000;
/** New chats of one address in a minute are limited; so many come from each. */
const peoplePerAddress = 100;
/** So many people open their chats at the same moment. */
const openAtOnce = 20;
/** An accepted message counts as held up by a restart for this long after it: everybody comes back at once. */
const recoveryMs = 1_000;

/** Relays on a real server that is killed and started again on the same data, and all they say compared on both sides. */
export async function runRelays(plan: Plan): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callcheck-relay-'));
  const server = await startServer(dataDir);
  const technicians: Technician[] = [];
  const closing: (() => void)[] = [];
  try {
    const memory = watchMemory(server, await server.memoryMb());
    closing.push(() => memory.stop());
    for (let n = 0; n < plan.technicians; n++)
      technicians.push(await signIn(server.origin, await server.newLink()));
    const relays = await openRelays(plan, server, technicians, closing);
    const { restarts, seconds } = await talkWhileKilling(plan, server, relays);
    const sides = relays.flatMap((relay) => relay.sides());
    await settle(sides);
    const before = await compareAll(sides);
    await restart(server);
    const differences = [...before, ...(await compareAll(sides))];
    const times = sides.flatMap((side) => timesOf(side, restarts));
    return {
      messages: sides.reduce((sum, { sent }) => sum + sent.length, 0),
      seconds,
      differences,
      complaints: server.complaints(),
      undisturbedMs: times.filter(({ heldUp }) => !heldUp).map(({ ms }) => ms),
      heldUpMs: times.filter(({ heldUp }) => heldUp).map(({ ms }) => ms),
      awayMs: restarts.map(({ from, to }) => to - from),
      memory: memory.read(),
    };
  } finally {
    for (const close of closing) close();
    for (const technician of technicians) technician.close();
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function openRelays(
  plan: Plan,
  server: Server,
  technicians: readonly Technician[],
  closing: (() => void)[],
): Promise<Relay[]> {
  const relays: Relay[] = [];
  const numbers = Array.from({ length: plan.relays }, (_, n) => n).values();
  const open = async (): Promise<void> => {
    for (const n of numbers) {
      const person = await openPerson(server.origin, `127.0.0.${1 + Math.floor(n / peoplePerAddress)}`);
      closing.push(() => person.close());
      const technician = technicians[n % technicians.length];
      if (technician) relays.push(joinBoth(`relay ${n}`, person, await technician.take(person)));
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, open));
  return relays;
}

type Restart = { from: number; to: number };

async function talkWhileKilling(
  { seconds, kills, messageEveryMs }: Plan,
  server: Server,
  relays: readonly Relay[],
): Promise<{ restarts: Restart[]; seconds: number }> {
  const begun = performance.now();
  const over = new AbortController();
  const talking = Promise.all(relays.map((relay) => relay.talk(messageEveryMs, over.signal)));
  const restarts: Restart[] = [];
  const upMs = (seconds * 1000) / (kills + 1);
  for (let n = 0; n < kills; n++) {
    const before = countAccepted(relays);
    await sleep(upMs * (0.3 + 0.7 * Math.random()));
    await waitUntil(() => countAccepted(relays) >= before + relays.length);
    restarts.push(await restart(server));
  }
  await sleep(Math.max(upMs, begun + seconds * 1000 - performance.now()));
  over.abort();
  await talking;
  return { restarts, seconds: (performance.now() - begun) / 1000 };
}

function countAccepted(relays: readonly Relay[]): number {
  return relays.flatMap((relay) => relay.sides()).reduce((sum, { sent }) => sum + sent.length, 0);
}

async function restart(server: Server): Promise<Restart> {
  const from = performance.now();
  await server.kill();
  await server.start();
  return { from, to: performance.now() };
}

/** Until everything was seen, or will not be. */
async function settle(sides: readonly Side[]): Promise<void> {
  await waitUntil(() => sides.every((side) => side.seen().length >= side.sent.length));
}

/** Comes back without it when it takes too long. */
async function waitUntil(isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + settleMs;
  while (performance.now() < giveUpAt && !isSo()) await sleep(100);
}

async function compareAll(sides: readonly Side[]): Promise<Difference[]> {
  const differences = [];
  for (const side of sides) differences.push(...(await compare(side)));
  return differences;
}

function timesOf(side: Side, restarts: readonly Restart[]): { ms: number; heldUp: boolean }[] {
  return side.sent.flatMap(({ text, at }) => {
    const seenAt = side.arrivedAt(text);
    if (seenAt === undefined) return [];
    const heldUp = restarts.some(({ from, to }) => at < to + recoveryMs && seenAt > from);
    return [{ ms: seenAt - at, heldUp }];
  });
}

function watchMemory(server: Server, restMb: number): { read(): Outcome['memory']; stop(): void } {
  let mostMb = restMb;
  const look = async (): Promise<void> => {
    mostMb = Math.max(mostMb, await server.memoryMb().catch(() => 0));
  };
  const timer = setInterval(() => void look(), 1000);
  return { read: () => ({ restMb, mostMb }), stop: () => clearInterval(timer) };
}
