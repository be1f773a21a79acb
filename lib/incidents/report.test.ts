import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '#lib/rca/types.ts';
import { incidentMarkdown, postmortemMarkdown, type ReportedIncident } from './report.ts';

const AT = Date.UTC(2026, 10, 23, 12);
const object = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const diagnosis: Diagnosis = {
  ...{ verdict: 'incident', reason: 'It crashes.', symptoms: [], chain: [], gaps: [] },
  culprit: {
    ...{ changeId: 'c', object, op: 'updated', at: AT - 34_000, fields: [], beforeMs: 34_000 },
    text: 'Deployment shop/web was updated by ada 34 s before the first failure',
    revert: { text: 'Go back.', command: 'kubectl rollout undo deployment/web -n shop' },
  },
  causes: [
    {
      ...{ rank: 1, code: 'app.crash', title: 'Crash of [web](http://evil) # now', object, tier: 'confirmed', confidence: 1 },
      ...{ summary: 'It ends.\n# Not a heading', evidenceFor: [], evidenceAgainst: [], chain: [], remedies: [{ text: 'Look.' }] },
    },
  ],
  blastRadius: {
    affected: [{ object, impact: 'failing', hops: 0, via: null }],
    counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 },
  },
  timeline: [{ at: AT - 34_000, lane: 'change', object, text: 'web was updated', severity: 'info' }],
};
const incident: ReportedIncident = {
  ...{ number: 7, cluster: 'prod', title: 'Crash of [web](http://evil) # now', severity: 'major', diagnosis },
  ...{ openedAt: new Date(AT), closedAt: new Date(AT + 600_000), assignee: { name: 'Ada' } },
  ...{
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    resolutionCode: 'image.not_found',
    resolutionNote: 'wrong tag',
  },
  history: [
    { at: new Date(AT + 5_000), kind: 'opened', text: 'Opened' },
    { at: new Date(AT + 6_000), kind: 'notified_mail', text: 'Notified' },
  ],
  comments: [{ at: new Date(AT), author: 'ada@example.com', body: 'first\nsecond' }],
};

describe('an incident as Markdown', () => {
  it('holds cause, change, the command that takes it back, impact, timeline and comments', () => {
    const text = incidentMarkdown(incident);
    for (const part of [
      '## Cause',
      '34 s before',
      '```sh\nkubectl rollout undo',
      '## Impact',
      '- 2026-11-23 11:59:26 UTC web was updated',
      '> first\n> second',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('Notified');
  });

  it('has nothing in it that the texts of a cluster made Markdown', () => {
    const text = incidentMarkdown(incident);
    expect(text).not.toContain('[web](');
    expect(text.match(/^#+ .*/gm)).toEqual([
      String.raw`# Incident 7: Crash of \[web\](http://evil) \# now`,
      ...['## Cause', '## The change that did it', '## What to do', '## Impact', '## Timeline', '## Comments'],
    ]);
  });
});

describe('the draft of a postmortem', () => {
  it('fills in what is known and asks for what only people know', () => {
    const text = postmortemMarkdown(incident);
    for (const part of [
      '## Trigger',
      'after 10 min',
      'wrong tag',
      'Opened 5 s after the first failure',
      '_Say in two sentences',
      '| What | Who | Until |\n| ---',
    ])
      expect(text).toContain(part);
  });

  it('says so where neither cause nor change is known', () => {
    const { culprit: _, ...rest } = diagnosis;
    const text = postmortemMarkdown({ ...incident, closedAt: null, diagnosis: { ...rest, causes: [] } });
    for (const part of ['The cause is not known.', 'No change is known', 'It is still open.']) expect(text).toContain(part);
  });
});
