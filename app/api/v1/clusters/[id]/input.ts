import { z } from 'zod';
import { companyName } from '../../inputs.ts';

/** What people call a cluster; forms of the portal use it too. Like the name of a company, it appears in mails. */
export const renameInput = z.object({
  displayName: companyName.nullable().describe('Null to go back to the name that the agent sends.'),
});
