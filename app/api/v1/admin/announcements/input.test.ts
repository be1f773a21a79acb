import { expect, it } from 'vitest';
import { announcementForm, announcementInput } from './input.ts';

const announcement = { title: 'Maintenance', body: '', tone: 'info', shownFrom: 1_000, shownUntil: 2_000 };
const wrong = (change: object) =>
  announcementInput.safeParse({ ...announcement, ...change }).error?.issues.map(({ path }) => path.join('.'));

it.each([
  [{ shownUntil: 1_000 }, ['shownUntil']],
  [{ shownFrom: -1 }, ['shownFrom']],
  [{ shownUntil: 8.64e15 }, ['shownUntil']],
  [{ shownFrom: 1.5 }, ['shownFrom']],
  [{ title: ' ' }, ['title']],
  [{ title: 'x'.repeat(121) }, ['title']],
  [{ body: 'x'.repeat(501) }, ['body']],
  [{ tone: 'loud' }, ['tone']],
])('an announcement with %o is refused by name', (change, fields) => expect(wrong(change)).toEqual(fields));

it('an announcement is taken from the API and as people type it', () => {
  expect(wrong({})).toBeUndefined();
  const typed = announcementForm.parse({ ...announcement, shownFrom: '2030-01-01T10:00', shownUntil: '2030-01-01T11:00' });
  expect(typed.shownUntil - typed.shownFrom).toBe(3_600_000);
  expect(announcementForm.safeParse({ ...announcement, shownFrom: '', shownUntil: '2030-01-01T11:00' }).error?.issues).toMatchObject([
    { path: ['shownFrom'], message: 'Choose a time.' },
  ]);
});
