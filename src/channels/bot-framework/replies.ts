import type { FileRef } from '../../dialog/brief.ts';
import type { Card, Effect } from '../../dialog/effect.ts';
import type { Wording } from '../../domain/knowledge.ts';
import type { Buttons } from './buttons.ts';
import { cardContentType, renderCard, speakCard, tellCard } from './card.ts';
import type { Json } from './card.ts';
import { renderChoices, renderQuestion, renderSettled, tellSettled } from './question-card.ts';

/** Where the replies go, as far as it changes how they look. */
export type Place = {
  channel: string;
  personal: boolean;
  /** Address of the catalogue as it can be opened from there; without one, reasons link to their sources only. */
  catalogue: string | undefined;
  /** How files travel: our own Direct Line gives them addresses itself; elsewhere by the address found here, if any. */
  files: 'ours' | ((file: FileRef) => string | undefined);
};

/** What the replies answer, or whose turn they come from, and whom they are for. */
export type Occasion = { activity: string; person: { id: string } };

/** An outgoing message; only what the channel does not fill in itself. */
export type Reply = {
  type: 'message';
  channelData?: Json;
  attachments?: { contentType: string; content: Json }[];
} & Json;

/**
 * Effects as messages, in order. Reply ids are made from the turn and the place in it, so that delivering the same effects
 * again changes nothing; a card has the id of its own, so that showing it again replaces it, and so has a question in Teams.
 */
export function renderReplies(
  effects: readonly Effect[],
  occasion: Occasion,
  wording: Wording,
  place: Place,
): readonly Reply[] {
  const isAnswer = effects.some(({ kind }) => kind === 'conclude');
  // Where nothing can be changed, a tap on what is over is answered in words.
  if (!isTeams(place) && !isOurs(place) && effects.length > 0 && effects.every(isSettle))
    return effects.map((effect, index) => ({
      ...message(tellSettled({ ...effect, isAskedAgain: false }, wording), {}),
      locale: wording.language,
      channelData: { replyId: `${occasion.activity}-${index}` },
    }));
  return effects.flatMap((effect, index) => {
    const replyId = replyIdOf(effect, `${occasion.activity}-${index}`, place);
    const isRated = isAnswer && effect.kind === 'show' && isTeams(place);
    return renderEffect(effect, occasion, wording, place).map(({ channelData, ...reply }) => ({
      ...reply,
      locale: wording.language,
      channelData: { replyId, ...(isRated && { feedbackLoopEnabled: true }), ...channelData },
    }));
  });
}

type Settle = Extract<Effect, { kind: 'settle' }>;

function isSettle(effect: Effect): effect is Settle {
  return effect.kind === 'settle';
}

/**
 * What takes the place of the questions that are over, under the ids of their own. Teams can change all that stands there; in our own
 * web chat only a card with several answers stays to be changed.
 */
export function renderSettledAsks(
  effects: readonly Effect[],
  wording: Wording,
  place: Place,
): readonly Reply[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'settle' || !(isTeams(place) || (effect.many && isOurs(place)))) return [];
    const isAskedAgain = effects.some((one) => one.kind === 'ask' && one.text === effect.text);
    const settled = { ...effect, isAskedAgain };
    const shown = withCard(tellSettled(settled, wording), renderSettled(settled, wording), place, {});
    return [{ ...shown, locale: wording.language, channelData: { replyId: effect.ask } }];
  });
}

/** A card, and what a technician said, can be changed later: they have ids of their own. */
function replyIdOf(effect: Effect, otherwise: string, place: Place): string {
  if (effect.kind === 'ask' && (isTeams(place) || effect.many)) return effect.id;
  return ownIdOf(effect) ?? otherwise;
}

function ownIdOf(effect: Effect): string | undefined {
  if (effect.kind === 'show') return cardReplyId(effect.card.id);
  return effect.kind === 'speak' ? `speak-${effect.message}` : undefined;
}

/** Under which the card with this id is sent. */
export function cardReplyId(card: string): string {
  return `card-${card}`;
}

function isTeams({ channel }: Place): boolean {
  return channel === 'msteams';
}

function isOurs({ files }: Place): boolean {
  return files === 'ours';
}

function buttonsOn(id: string, place: Place): Buttons {
  return isTeams(place) ? { kind: 'execute', on: id } : { kind: 'submit' };
}

function renderEffect(effect: Effect, occasion: Occasion, wording: Wording, place: Place): Reply[] {
  switch (effect.kind) {
    case 'say':
      return [message(effect.text, {})];
    case 'ask':
      return [effect.many ? askMany(effect, wording, place) : askOne(effect, occasion, place)];
    case 'speak':
      return [speak(effect, place)];
    case 'show':
      return [showCard(effect.card, wording, place)];
    // Nothing new to send: kept in storage by the turn, or put in the place of what is there.
    case 'settle':
    case 'conclude':
    case 'open-case':
    case 'hand-over':
    case 'remember':
    case 'own':
    case 'close-case':
    case 'reopen-case':
    case 'check':
    case 'attest':
    case 'prove':
    case 'answer-alert':
    case 'refuse':
      return [];
  }
}

type Ask = Extract<Effect, { kind: 'ask' }>;

/** On the web, buttons say their label as if it were typed, so both do the same. Teams gets a card, which can be changed later. */
function askOne(ask: Ask, occasion: Occasion, place: Place): Reply {
  const { id, text, offers } = ask;
  if (isTeams(place))
    return withCard(text, renderQuestion(ask, buttonsOn(id, place)), place, { inputHint: 'expectingInput' });
  const actions = offers.map(({ label }) => ({ type: 'imBack', title: label, value: label }));
  return message(text, {
    inputHint: 'expectingInput',
    suggestedActions: { to: [occasion.person.id], actions },
  });
}

type Speak = Extract<Effect, { kind: 'speak' }>;

/** Teams shows every message under the bot's name, so there the technician's stands in the text. Without words it is taken back. */
function speak({ by, text, files }: Speak, place: Place): Reply {
  if (text === '' && files.length === 0) return message('', {});
  const named = isTeams(place) ? `${by.name}: ${text}` : text;
  const speaker = { speaker: by.name };
  if (place.files === 'ours')
    return message(named, { channelData: { ...speaker, ...(files.length > 0 && { files }) } });
  const { files: addressOf } = place;
  const links = files.map((file) => tellFile(file.name, addressOf(file)));
  return message([named, ...links].join('\n\n'), { channelData: speaker });
}

function tellFile(name: string, address: string | undefined): string {
  return address === undefined
    ? `${name}: this file cannot be opened here. Ask for it by email.`
    : `${name}: ${address}`;
}

function askMany(ask: Ask, wording: Wording, place: Place): Reply {
  const card = renderChoices(ask, wording, { kind: isTeams(place) ? 'execute' : 'submit', on: ask.id });
  return withCard(ask.text, card, place, { inputHint: 'expectingInput' });
}

function showCard(card: Card, wording: Wording, place: Place): Reply {
  const content = renderCard(card, wording, place.catalogue, buttonsOn(card.id, place));
  return withCard(tellCard(card), content, place, { speak: speakCard(card) });
}

/** Teams splits text and card into two messages, so there the text is the notification only. */
function withCard(text: string, content: Json, place: Place, more: Json): Reply {
  const attachments = [{ contentType: cardContentType, content }];
  if (!isTeams(place)) return message(text, { summary: text, attachments, ...more });
  return { type: 'message', summary: text, speak: text, inputHint: 'acceptingInput', attachments, ...more };
}

/** Plain, so that nothing that people typed turns into links or pictures when it is said back. */
function message(text: string, more: Json): Reply {
  return { type: 'message', text, textFormat: 'plain', speak: text, inputHint: 'acceptingInput', ...more };
}
