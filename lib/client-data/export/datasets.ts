/** A folder of the archive that holds the rows of one table, as JSON lines. */
export interface TableDataset {
  folder: string;
  /** What the files hold, for the README of the archive. */
  about: string;
  table: string;
  /** Columns that are left out: hashes of secrets. */
  omit?: readonly string[];
}

/** The tables of a client that its archive holds. A test compares this list and the next with the database. */
export const TABLES: readonly TableDataset[] = [
  { folder: 'invitations', about: 'Open invitations to join the account.', table: 'invitations', omit: ['token_hash'] },
  {
    folder: 'api-keys',
    about: 'API keys, revoked ones too: name, permissions, last four characters, last use. The keys themselves are not stored.',
    table: 'api_keys',
    omit: ['hash'],
  },
  { folder: 'single-sign-on', about: 'The issuer for single sign-on, without its secret.', table: 'sso_connections', omit: ['metadata'] },
  { folder: 'mail-domains', about: 'Mail domains that the account claims.', table: 'sso_domains' },
  { folder: 'single-sign-on-identities', about: 'Which member the issuer means by which identifier.', table: 'sso_identities' },
  {
    folder: 'scim-tokens',
    about: 'Tokens of the directory that keeps the members in step. The tokens themselves are not stored.',
    table: 'scim_tokens',
    omit: ['hash'],
  },
  { folder: 'scim-users', about: 'What the directory says of members.', table: 'scim_users' },
  { folder: 'clusters', about: 'Registered clusters with the last report of their agents.', table: 'clusters' },
  { folder: 'setup', about: 'The steps that set the account up.', table: 'provisioning_steps' },
  { folder: 'subscription', about: 'The subscription.', table: 'subscriptions' },
  { folder: 'invoices', about: 'Invoices with their lines. Amounts are in cents.', table: 'invoices' },
  { folder: 'usage', about: 'What was counted, by day and metric.', table: 'usage_counters' },
  { folder: 'usage-by-hour', about: 'Billable usage by hour, cluster and stream.', table: 'usage_hours' },
  { folder: 'billed-days', about: 'Days as they are billed: usage, and the terms that were in force.', table: 'usage_days' },
  { folder: 'invoice-overages', about: 'Overage lines of invoices. Amounts are in cents.', table: 'invoice_overages' },
  {
    folder: 'price-history',
    about: 'From when on which plan was paid for, and its monthly price in cents.',
    table: 'subscription_changes',
  },
  { folder: 'billed-months', about: 'Months whose usage is final.', table: 'billing_periods' },
  { folder: 'contracts', about: 'Limits and prices that were agreed with the client. Amounts are in cents.', table: 'contracts' },
  { folder: 'limits', about: 'How near the account came to each limit, by month.', table: 'limit_states' },
  { folder: 'removed-clusters', about: 'Clusters that were removed, and when.', table: 'removed_clusters' },
  { folder: 'incidents', about: 'Incidents with their last diagnosis.', table: 'incidents' },
  {
    folder: 'incident-history',
    about: 'What happened to each incident. Entries of a kind that begins with notified_ are the notifications that were sent.',
    table: 'incident_history',
  },
  {
    folder: 'destinations',
    about: 'Where the account is told of incidents, browsers of members too, with the rules, without secrets.',
    table: 'destinations',
    omit: ['endpoint_hash'],
  },
  {
    folder: 'deliveries',
    about: 'Messages of the last 30 days to destinations: what was sent and what was answered.',
    table: 'deliveries',
  },
  { folder: 'destination-incidents', about: 'What each destination was told last of each incident.', table: 'destination_incidents' },
  { folder: 'incident-feedback', about: 'What members said about diagnoses.', table: 'incident_feedback' },
  { folder: 'incident-comments', about: 'Comments on incidents, in Markdown.', table: 'incident_comments' },
  { folder: 'incident-links', about: 'Incidents that members hold for related.', table: 'incident_links' },
  {
    folder: 'incident-shares',
    about: 'Links that show an incident to somebody without an account. The links themselves are not stored.',
    table: 'incident_shares',
    omit: ['token_hash'],
  },
  { folder: 'incident-views', about: 'Filters of the list of incidents that members keep.', table: 'incident_views' },
  {
    folder: 'console-queries',
    about: 'The last queries that were run in the query console: by whom, the text, and what came of them.',
    table: 'console_queries',
  },
  { folder: 'audit-log', about: 'Who did what in the account. `hash` ties each entry to the one before.', table: 'audit_entries' },
  { folder: 'dead-letters', about: 'Records that were rejected, with the reason.', table: 'dead_letters' },
  { folder: 'dead-letter-counts', about: 'How many records were ever rejected, by stream.', table: 'dead_letter_counts' },
  { folder: 'failed-work', about: 'Work for the account that failed and is tried again.', table: 'work_failures' },
  { folder: 'graph-rebuilds', about: 'The last rebuild of the graph.', table: 'graph_rebuilds' },
];

/** The tables of a client that its archive does not hold as they are, and why. */
export const NOT_IN_ARCHIVE: Readonly<Record<string, string>> = {
  memberships: 'in members/, with the people',
  log_segments: 'in events/, unpacked',
  credentials: 'holds secrets only',
  stripe_operations: 'writes at Stripe in progress',
  meter_events: 'copies of usage-by-hour/ on their way to Stripe',
  meter_reconciliations: 'comparisons of usage-by-hour/ with Stripe',
  usage_positions: 'how far counting has come',
  usage_seen: 'hashes that recognise records that were sent twice',
  dead_letter_stocks: 'the sum of dead-letters/',
  log_streams: 'how the event log is stored',
  log_groups: 'how far its readers have come',
  graph_placements: 'where the graph is stored',
  data_exports: 'the export itself',
  data_export_chunks: 'the export itself',
  client_deletions: 'the state of a deletion, which Your data shows',
  search_vectors: 'what the search computes from texts that the archive holds',
  idempotency_keys: 'answers that are repeated for a day, encrypted',
  outbox_mails: 'mails of an installation for trials',
  feature_switches: 'what the provider has switched on or off, which the audit log shows',
  client_notes: 'notes of the provider’s staff, which are theirs',
};

/** Everything that is not a table, by folder. */
export const OTHER_FOLDERS: Readonly<Record<string, string>> = {
  account: 'The account: name, plan, status and settings.',
  members: 'The members: name, address, role, time zone, and whether they have a second factor.',
  events: 'The event log, a folder a stream: what the agents sent, with its offset and the time it arrived.',
  graph: 'The graph: every node with its label, key and properties, then every edge with its type and ends.',
};
