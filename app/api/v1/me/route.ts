import { route } from '#lib/api/index.ts';
import { me, meOf } from './me.ts';

export const GET = route(
  {
    operationId: 'whoAmI',
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Get the current user or key, its client, and what is simulated on this installation.',
    tag: 'Account',
    access: 'user',
    metered: false,
    response: me,
  },
  ({ principal, now }) => meOf(principal, now),
);
