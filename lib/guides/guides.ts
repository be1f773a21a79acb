import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const GUIDE_GROUPS = ['Start', 'Understand', 'Use', 'Account'] as const;

/** A guide: a Markdown file of docs/ and its place in the navigation. */
export interface Guide {
  slug: string;
  /** Below docs/. */
  file: string;
  /** What the navigation calls it. */
  title: string;
  /** What is found there, in one sentence. */
  summary: string;
  group: (typeof GUIDE_GROUPS)[number];
}

const guide = (group: Guide['group'], file: string, title: string, summary: string): Guide => ({
  ...{ group, file, title, summary },
  slug: file.replace(/^.*\//, '').replace(/\.md$/, ''),
});

/** All guides, in the order of the navigation. */
export const GUIDES: readonly Guide[] = [
  guide(
    'Start',
    'client-onboarding.md',
    'From sign-up to the first incident',
    'Install the agent, also where proxies, mirrors or policies have rules of their own.',
  ),
  guide(
    'Start',
    'guides/troubleshooting.md',
    'Troubleshooting',
    'What to do when the agent does not report, or a page or message is missing.',
  ),
  guide(
    'Understand',
    'guides/how-it-diagnoses.md',
    'How a diagnosis is made',
    'From a symptom to its cause, how certain an answer is, and when a problem is an incident.',
  ),
  guide('Understand', 'accuracy.md', 'Accuracy', 'How often the first cause is right, how that was measured, and what is not seen.'),
  guide(
    'Understand',
    'guides/what-the-agent-reads.md',
    'What the agent reads',
    'What leaves the cluster, what never does, and how to share less.',
  ),
  guide('Understand', 'security.md', 'Security', 'What is protected against whom, and the test that holds it.'),
  guide(
    'Use',
    'integrations.md',
    'Integrations',
    'Notifications by mail, Slack, PagerDuty, Teams and webhooks; alerts and logs of other systems.',
  ),
  guide('Use', 'analyze.md', 'Command line', 'Diagnose a cluster or a dump of one without the service, and check manifests in a pipeline.'),
  guide(
    'Account',
    'guides/plans-and-billing.md',
    'Plans, limits and invoices',
    'What is counted, what happens at a limit, and when the card is charged.',
  ),
];

/** The guide with this slug; undefined where there is none. */
export function guideBySlug(slug: string): Guide | undefined {
  return GUIDES.find((one) => one.slug === slug);
}

/** The address of a guide in the portal. */
export function guidePath({ slug }: Pick<Guide, 'slug'>): `/docs/${string}` {
  return `/docs/${slug}`;
}

/** The Markdown of a guide. The product runs in its own folder, where docs/ is. Throws as reading a file does. */
export function readGuide({ file }: Pick<Guide, 'file'>): string {
  return readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'docs', file), 'utf8');
}
