import * as z from 'zod';

/** What the app package names the commands; the bot is asked by these. */
export const searchCommand = 'search';
export const checkCommand = 'check';

/** More results than these nobody scrolls through. */
const mostShown = 25;

/** Somebody types into the search above the box to write in. `initialRun` comes before they typed anything. */
export const Query = z.looseObject({
  commandId: z.literal(searchCommand),
  parameters: z
    .array(z.looseObject({ name: z.string(), value: z.unknown() }))
    .max(5)
    .default([]),
  queryOptions: z
    .looseObject({
      skip: z.int().min(0).max(1000).catch(0).default(0),
      count: z.int().min(1).max(mostShown).catch(mostShown).default(mostShown),
    })
    .prefault({}),
});

/** Somebody picked "Check this message" on a message. */
export const Check = z.looseObject({
  commandId: z.literal(checkCommand),
  messagePayload: z.looseObject({
    id: z.string().max(1000).default(''),
    body: z
      .looseObject({ contentType: z.string().nullish(), content: z.string().nullish() })
      .nullish()
      .transform((body) => body ?? {}),
    from: z
      .looseObject({ user: z.looseObject({ displayName: z.string().nullish() }).nullish() })
      .nullish()
      .catch(undefined),
  }),
});

/** The button of our own dialog. What it carries came back from the person's computer, so it is masked and cut again. */
export const Submission = z.looseObject({
  commandId: z.literal(checkCommand),
  data: z.looseObject({
    callcheck: z.looseObject({
      verb: z.literal('open-case'),
      message: z.string().max(1000),
      who: z.string().max(200),
      text: z.string().min(1).max(10_000),
    }),
  }),
});
export type Submission = z.infer<typeof Submission>['data']['callcheck'];
