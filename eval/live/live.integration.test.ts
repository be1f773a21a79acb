import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BEGIN = Date.parse('2026-03-01T09:00:00Z');
const rfc3339 = (s: number) => new Date(BEGIN + s * 1000).toISOString();
const OWNER = { Deployment: 'deployment-uid', ReplicaSet: 'replicaset-uid' } as const;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-live-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const line = (s: number, what: object) => ({ t: rfc3339(s), ...what });
const metadata = (name: string, uid: string, owner?: keyof typeof OWNER) => ({
  name,
  namespace: 'shop',
  uid,
  creationTimestamp: rfc3339(-86_400),
  labels: { app: 'payment' },
  ...(owner && {
    ownerReferences: [{ kind: owner, name: owner === 'ReplicaSet' ? 'payment-6d5f' : 'payment', uid: OWNER[owner], controller: true }],
  }),
});
const template = {
  metadata: { labels: { app: 'payment' } },
  spec: { containers: [{ name: 'payment', image: 'payment:1', envFrom: [{ secretRef: { name: 'payment-key' } }] }] },
};
const deployment = (ready: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('payment', OWNER.Deployment),
  spec: { replicas: 1, selector: { matchLabels: { app: 'payment' } }, template },
  status: { replicas: 1, readyReplicas: ready, availableReplicas: ready, unavailableReplicas: 1 - ready },
});
const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: metadata('payment-6d5f', OWNER.ReplicaSet, 'Deployment'),
  spec: { replicas: 1, selector: { matchLabels: { app: 'payment' } }, template },
  status: { replicas: 1 },
};
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: metadata('payment-key', 'secret-uid'), data: { key: '' } };
const MISSING = 'secret "payment-key" not found';
/** The pod, which has run for a day: well, or its container cannot be made again since a second. */
const pod = (s: number, isWell: boolean) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata('payment-6d5f-x7k2p', 'pod-uid', 'ReplicaSet'),
  spec: { nodeName: 'node-1', ...template.spec },
  status: {
    phase: 'Running',
    startTime: rfc3339(-86_400),
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: rfc3339(-86_400) },
      { type: 'Ready', status: isWell ? 'True' : 'False', lastTransitionTime: rfc3339(s) },
    ],
    containerStatuses: [
      {
        name: 'payment',
        image: 'payment:1',
        ready: isWell,
        restartCount: s < 0 ? 0 : 1,
        state: isWell ? { running: { startedAt: rfc3339(s) } } : { waiting: { reason: 'CreateContainerConfigError', message: MISSING } },
      },
    ],
  },
});
const failed = (s: number) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `payment-6d5f-x7k2p.${s}`, namespace: 'shop', uid: `event-${s}`, creationTimestamp: rfc3339(s) },
  involvedObject: { kind: 'Pod', namespace: 'shop', name: 'payment-6d5f-x7k2p', uid: 'pod-uid' },
  type: 'Warning',
  reason: 'Failed',
  message: `Error: ${MISSING}`,
  count: 1,
  firstTimestamp: rfc3339(s),
  lastTimestamp: rfc3339(s),
});

/** The Secret of a Deployment is deleted; the container that restarts then cannot be made until the Secret is back. */
function writeRun(name: string, troubles: object[] | undefined) {
  const lines = [
    ...[secret, deployment(1), replicaSet, pod(-86_400, true)].map((object) => line(0, { op: 'upsert', object })),
    line(20, { op: 'delete', object: secret }),
    ...[pod(50, false), deployment(0)].map((object) => line(50, { op: 'upsert', object })),
    line(50, { event: failed(50) }),
    line(100, {
      op: 'upsert',
      object: { ...secret, metadata: { ...secret.metadata, uid: 'secret-uid-2', creationTimestamp: rfc3339(100) } },
    }),
    ...[pod(110, true), deployment(1)].map((object) => line(110, { op: 'upsert', object })),
  ];
  writeFileSync(join(dir, `${name}.jsonl`), lines.map((one) => JSON.stringify(one)).join('\n'));
  const commands = [line(20, { command: 'kubectl delete secret payment-key' })];
  writeFileSync(join(dir, `${name}.ledger.json`), JSON.stringify({ id: name, commands, ...(troubles && { troubles }) }));
  return join(dir, `${name}.jsonl`);
}

function evaluate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'eval/live/main.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('npm run eval:live', () => {
  const trouble = { object: { kind: 'Secret', namespace: 'shop', name: 'payment-key' }, accepted: ['config.secret_missing'] };

  it('meets every bar in a run in which a Secret is deleted and comes back, and says so as JSON', () => {
    const file = writeRun('deleted-secret', [{ ...trouble, firstSign: rfc3339(50), recovered: rfc3339(110) }]);
    const { status, stdout, stderr } = evaluate(file, '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { totals, runs } = JSON.parse(stdout);
    expect(runs[0].refused).toBe(0);
    expect(totals).toEqual({
      runs: 1,
      troubles: 1,
      right: 1,
      openedInTime: 1,
      one: 1,
      closed: { of: 1, met: 1 },
      onset: { of: 1, met: 1 },
      rightAtEnd: 1,
      falseAlarms: 0,
    });
  });

  it('finds the first sign in the run, takes the troubles from a truth file, and counts other incidents as false alarms', () => {
    const file = writeRun('unlabelled', undefined);
    const truth = join(dir, 'truth.jsonl');
    writeFileSync(truth, JSON.stringify({ id: 'unlabelled', ...trouble }));
    const { runs } = JSON.parse(evaluate(file, '--truth', truth, '--json').stdout);
    expect(runs[0].troubles).toMatchObject([{ right: true, onsetError: 0 }]);
    expect(runs[0].troubles[0]).not.toHaveProperty('closedAfterRecovery');
    writeFileSync(truth, JSON.stringify({ id: 'unlabelled', no_incident: true }));
    const calm = JSON.parse(evaluate(file, '--truth', truth, '--json').stdout);
    expect(calm.runs[0]).toMatchObject({ troubles: [], falseAlarms: [expect.stringContaining('payment-key')] });
  });

  it('has one incident a fault, closed after recovery, though what failed because of it takes longer to recover', () => {
    const { totals } = JSON.parse(evaluate('--simulated', 'scheduler-down,network-plugin-down,volume-full', '--json').stdout);
    expect(totals).toMatchObject({ troubles: 3, right: 3, one: 3, closed: { of: 3, met: 3 }, rightAtEnd: 3, falseAlarms: 0 });
  });

  it.each([
    ['no runs', [], /no runs given\nusage/],
    ['a folder that does not exist', ['/nowhere'], /\/nowhere: no such file or folder/],
    ['a fault that does not exist', ['--simulated', 'no-such-fault'], /--simulated: there is no fault no-such-fault; there are /],
  ])('refuses %s and says why', (_, args, why) => {
    const { status, stderr } = evaluate(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(why);
  });
});
