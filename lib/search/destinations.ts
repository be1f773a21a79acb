/** A page of the portal, or something to do on one, that people look for by its name or by what they want to do. */
export interface Destination {
  id: string;
  type: 'page' | 'action';
  title: string;
  /** What is found there, in the words of people who look for it. */
  text: string;
  path: string;
}

const page = (path: string, title: string, text: string): Destination => ({ id: `page:${path}`, type: 'page', title, text, path });
const action = (id: string, path: string, title: string, text: string): Destination => ({
  id: `action:${id}`,
  type: 'action',
  title,
  text,
  path,
});

/** The pages of a client, and what its people do on them. The tests hold the list to the navigation of the portal. */
export const DESTINATIONS: readonly Destination[] = [
  page('/dashboard', 'Dashboard', 'Overview of the health of all clusters, open incidents and events.'),
  page('/incidents', 'Incidents', 'Outages and problems with their root causes, open and closed.'),
  page('/risks', 'Risks', 'What is misconfigured and may fail later: checks before anything breaks.'),
  page('/topology', 'Topology', 'Map of workloads, services and nodes, their dependencies and health, now and at a time in the past.'),
  page('/changes', 'Changes', 'History of what was deployed, edited or deleted, by whom and when.'),
  page('/queries', 'Queries', 'Library of named queries on the graph, with tables and CSV.'),
  page('/queries/console', 'Query console', 'Own Cypher queries on the graph, explained, with what it holds and a history.'),
  page('/clusters', 'Clusters', 'Connected clusters, versions of their agents, heartbeats and lag.'),
  page('/agent', 'Agent package', 'Install the agent with Helm in a cluster; connect a new cluster.'),
  page(
    '/integrations',
    'Integrations',
    'Notifications of incidents by mail, Slack, PagerDuty, Teams and webhooks; alerts and logs from other systems.',
  ),
  page('/usage', 'Usage', 'Events, RCA queries, storage and API calls of the month against the limits and quota of the plan.'),
  page('/billing', 'Billing', 'Plan, subscription, invoices, payment card, spend cap and billing contact.'),
  page('/api-keys', 'API keys', 'Keys and tokens for agents and programs: create, rotate, revoke.'),
  page('/team', 'Team', 'Members, invitations, roles and permissions.'),
  page('/single-sign-on', 'Single sign-on', 'Sign-in with the identity provider of the company: OIDC, SCIM, domains.'),
  page('/audit', 'Audit log', 'Who did what and when in this account.'),
  page('/your-data', 'Your data', 'Export of all data, and deletion of the account.'),
  page('/account', 'Account', 'Profile, password, two-factor authentication, passkeys and sessions.'),
  page('/account/notifications', 'Push notifications', 'Alerts of incidents on your own phone or desktop, by severity; test message.'),
  page('/docs', 'Docs', 'Guides: installation, how causes are found, integrations, accuracy, troubleshooting.'),
  page('/docs/api', 'REST API reference', 'Every operation of the API with its fields and an example; OpenAPI.'),
  page('/docs/mcp', 'MCP server', 'How assistants and language models ask for incidents and causes.'),
  page('/status', 'Status', 'Whether the service has an outage, and how it was in the last 90 days.'),
  action('connect-cluster', '/agent', 'Connect a cluster', 'Download the agent package and install it in another Kubernetes cluster.'),
  action('create-key', '/api-keys', 'Create an API key', 'Make a new token for a program, a script or an agent.'),
  action('invite', '/team', 'Invite a member', 'Add a colleague or user to the team by email.'),
  action('change-plan', '/billing', 'Change the plan', 'Upgrade, downgrade or cancel the subscription; compare prices.'),
  action('change-card', '/billing', 'Change the payment card', 'Update the credit card, pay an open invoice, download a receipt.'),
  action('spend-cap', '/billing', 'Set a spend cap', 'Limit what overage may cost in a month.'),
  action('two-factor', '/account', 'Set up two-factor authentication', 'Protect the sign-in with an authenticator app, MFA or a passkey.'),
  action('change-password', '/account', 'Change the password', 'Choose a new password for your own sign-in.'),
  action('end-sessions', '/account', 'End other sessions', 'Sign out of other browsers and devices.'),
  action('export', '/your-data', 'Export all data', 'Download everything that is stored about this account.'),
  action('delete-account', '/your-data', 'Delete the account', 'Close the account and erase its data.'),
];
