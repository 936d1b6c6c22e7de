import type { RenderActivity } from './webchat.d.ts';

/** Writes the name of the technician above what they say, so that a person is never taken for the bot. */
export function nameSpeaker(next: RenderActivity): RenderActivity {
  return (card) => {
    const draw = next(card);
    const { channelData, text, attachments = [] } = card.activity;
    const speaker = channelData?.speaker;
    if (draw === false || speaker === undefined || (text === '' && attachments.length === 0)) return draw;
    return (...children) => {
      const drawn = draw(...children);
      return isElement(drawn) ? [nameAbove(drawn, speaker), drawn] : drawn;
    };
  };
}

/** The bundle keeps its React to itself, so a new element is made after the pattern of one of its own. */
type Element = { type: unknown; key: unknown; props: object };

function isElement(drawn: unknown): drawn is Element {
  return typeof drawn === 'object' && drawn !== null && 'type' in drawn && 'props' in drawn;
}

function nameAbove(pattern: Element, name: string): Element {
  return { ...pattern, type: 'p', key: 'speaker', props: { className: 'speaker', children: name } };
}
