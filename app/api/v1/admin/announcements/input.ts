import { z } from 'zod';

/** Until 2100: JavaScript and PostgreSQL do not agree on the text of years of more than four digits. */
const time = z.number().int().min(0, 'This is no time.').max(4_102_444_800_000, 'Choose a time before 2100.');
const texts = {
  title: z.string().trim().min(1, 'Enter a title.').max(120, 'Use at most 120 characters.'),
  body: z.string().trim().max(500, 'Use at most 500 characters.'),
  tone: z.enum(['info', 'warn', 'bad']),
};
const isInOrder = ({ shownFrom, shownUntil }: { shownFrom: number; shownUntil: number }) => shownUntil > shownFrom;
const OUT_OF_ORDER = { path: ['shownUntil'], error: 'Choose a time after the beginning.' };

/** An announcement; its times in epoch milliseconds. */
export const announcementInput = z.object({ ...texts, shownFrom: time, shownUntil: time }).refine(isInOrder, OUT_OF_ORDER);

/** What an input of the type datetime-local holds, in the zone of who types it. */
const typedTime = z
  .string()
  .min(1, 'Choose a time.')
  .transform((text) => new Date(text).getTime())
  .pipe(time);

/** The same as people type it. */
export const announcementForm = z.object({ ...texts, shownFrom: typedTime, shownUntil: typedTime }).refine(isInOrder, OUT_OF_ORDER);
