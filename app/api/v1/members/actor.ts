import { type Principal, roleAtLeast } from '#lib/auth/index.ts';
import { Problem } from '#lib/platform/problem.ts';

/** The member who makes a request. The route has checked that it is a person with a role. */
export function actorOf({ userId, name, role }: Principal) {
  if (!userId || !role) throw new Problem(403, 'no_person', 'Only members of the client can do this.');
  return { userId, email: name, role, isAdmin: roleAtLeast(role, 'admin') };
}
