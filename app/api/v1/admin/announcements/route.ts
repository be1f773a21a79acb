import { z } from 'zod';
import { ANNOUNCEMENT_TONES, addAnnouncement, listAnnouncements } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { time, uuid } from '../../schemas.ts';
import { announcementInput } from './input.ts';

const announcement = z.object({
  id: uuid,
  title: z.string(),
  body: z.string(),
  tone: z.enum(ANNOUNCEMENT_TONES),
  shownFrom: time,
  shownUntil: time,
  createdBy: z.string(),
});

type Row = Awaited<ReturnType<typeof addAnnouncement>>;
const shown = ({ shownFrom, shownUntil, ...row }: Row) =>
  announcement.parse({ ...row, shownFrom: shownFrom.getTime(), shownUntil: shownUntil.getTime() });

export const GET = route(
  {
    operationId: 'listAnnouncements',
    method: 'GET',
    path: '/api/v1/admin/announcements',
    summary: 'List what is announced to everybody at the top of the portal, planned and past announcements included.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({ items: z.array(announcement) }),
  },
  async () => ({ items: (await listAnnouncements()).map(shown) }),
);

export const POST = route(
  {
    operationId: 'addAnnouncement',
    method: 'POST',
    path: '/api/v1/admin/announcements',
    summary: 'Announce something to everybody at the top of the portal, between two times.',
    tag: 'Provider',
    access: 'staff',
    body: announcementInput,
    problems: [409],
    response: announcement,
    status: 201,
  },
  async ({ body, principal, now }) => {
    if (body.shownUntil <= now) throw invalid('shownUntil', 'Choose a time that is not past.');
    return shown(await addAnnouncement(body, principal.name, now));
  },
);
