/** A part of the product that the staff can switch off. */
export interface Feature {
  title: string;
  /** What is missing while it is off, for the staff. */
  description: string;
  /** Whether it is on where nobody has switched it. */
  byDefault: boolean;
}

/** Every switch of the product. A new one is a row here and the place that asks for it; a test finds switches that nobody asks for. */
export const FEATURES = {
  mcp: {
    title: 'MCP server',
    description: 'Assistants ask for incidents and causes at /api/mcp. While it is off, they are refused with 403.',
    byDefault: true,
  },
  queries: {
    title: 'Query library',
    description:
      'Named queries on the graph, and the query console. While it is off, the page is not in the navigation, and no query runs.',
    byDefault: true,
  },
  'semantic-search': {
    title: 'Search by meaning',
    description:
      'The search also finds what is worded differently, with the language model of the installation. While it is off, only words are matched.',
    byDefault: true,
  },
  'web-push': {
    title: 'Push notifications',
    description:
      'Members are notified of incidents on their own devices. While it is off, nobody is notified in this way, and nobody can subscribe.',
    byDefault: true,
  },
} as const satisfies Record<string, Feature>;

/** The name of a switch, as it is stored. */
export type FeatureName = keyof typeof FEATURES;

export const FEATURE_NAMES = Object.keys(FEATURES) as [FeatureName, ...FeatureName[]];
