/** What the channel itself says to the person, because only it knows: everything else comes from the bot. */
export type Words = { tooLong: (limit: number) => string };

export const english: Words = {
  tooLong: (limit) =>
    `That was a long message. I read the first ${limit.toLocaleString('en-GB')} characters. ` +
    'If something that matters came after that, please send it again on its own.',
};
