import type { Config } from '../../config.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { startEcho, startOurs, type Child } from './child.ts';
import { openEchoChat, startChannel } from './echo-chat.ts';
import { rounded, spread, type Part } from './measure.ts';
import { storiesFrom } from './stories.ts';
import { openWebChat } from './web-chat.ts';

/** Somebody talking: `say` resolves when the first reply is there. */
export type Chat = { say(text: string): Promise<void>; close(): void };

const people = 20;
/** Below the limits of our server for one chat in a minute, so that what is measured is the server as it ships. */
const turnsEach = 60;
const warmUpTurns = 10;

/** A whole turn of our web chat beside one of a bare echo bot: people who talk as fast as they are answered. */
export async function benchTurns(config: Config, knowledge: Knowledge): Promise<Part> {
  const script = linesFrom(knowledge);
  const ours = await withServer(startOurs(config), async ({ origin }) =>
    talk(await openAll(() => openWebChat(origin)), script),
  );
  const channel = await startChannel();
  const echo = await withServer(startEcho(), async ({ origin }) => ({
    channel: await talk(await openAll(() => openEchoChat(origin, channel)), script),
    inline: await talk(await openAll(() => openEchoChat(origin, undefined)), script),
  })).finally(() => channel.close());
  const rows = [
    { turn: 'ours: web chat, judged and stored', ...ours },
    { turn: 'echo bot, reply posted to a channel', ...echo.channel },
    { turn: 'echo bot, reply in the response', ...echo.inline },
  ];
  return {
    name: 'turns',
    title: `Turns, from posting a message to its first reply, ${people} people at once`,
    note: 'Ours masks, logs, judges and commits before it replies over a WebSocket. The people run on the same cores.',
    rows: rows.map(({ turn, perSecond, durationsMs }) =>
      Object.assign({ turn, 'turns/s': rounded(perSecond) }, spread(durationsMs)),
    ),
  };
}

/** A story, two answers, and from the start again: what people type, in the middle of it the costly part. */
function linesFrom(knowledge: Knowledge): string[] {
  return storiesFrom(knowledge).flatMap((story) => [story, 'not sure', 'no', 'start again']);
}

async function withServer<T>(starting: Promise<Child>, work: (server: Child) => Promise<T>): Promise<T> {
  const server = await starting;
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function openAll(open: () => Promise<Chat>): Promise<Chat[]> {
  return await Promise.all(Array.from({ length: people }, open));
}

type Measured = { perSecond: number; durationsMs: number[] };

async function talk(chats: readonly Chat[], script: readonly string[]): Promise<Measured> {
  const lines = (person: number, from: number, turns: number): string[] =>
    Array.from({ length: turns }, (_, n) => script[(person * 4 + from + n) % script.length] ?? '');
  await Promise.all(chats.map((chat, person) => sayAll(chat, lines(person, 0, warmUpTurns))));
  const begun = performance.now();
  const durations = await Promise.all(
    chats.map((chat, person) => sayAll(chat, lines(person, warmUpTurns, turnsEach))),
  );
  const seconds = (performance.now() - begun) / 1000;
  for (const chat of chats) chat.close();
  return { perSecond: (people * turnsEach) / seconds, durationsMs: durations.flat() };
}

async function sayAll(chat: Chat, lines: readonly string[]): Promise<number[]> {
  const durationsMs: number[] = [];
  for (const line of lines) {
    const begun = performance.now();
    await chat.say(line);
    durationsMs.push(performance.now() - begun);
  }
  return durationsMs;
}
