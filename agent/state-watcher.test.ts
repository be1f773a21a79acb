import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVENT_KIND, type KubeObject, STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import type { Messages, StateMessage } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';
import { EventExporter } from './event-exporter.ts';
import { KnownObjects } from './known-objects.ts';
import type { Sender } from './sender/transport.ts';
import { StateWatcher } from './state-watcher.ts';

const POD = STATE_KINDS.find(({ kind }) => kind === 'Pod')!;
const LEASE = STATE_KINDS.find(({ kind }) => kind === 'Lease')!;

class Sent implements Sender {
  readonly messages: { stream: Stream; message: unknown }[] = [];
  fail = false;
  async send<S extends Stream>(stream: S, messages: readonly Messages[S][]): Promise<void> {
    if (this.fail) throw new Error('the disk is full');
    for (const message of messages) this.messages.push({ stream, message });
  }
  /** `upsert a@1` and so on, since the last look. */
  look(): string[] {
    return this.messages.splice(0).map(({ message }) => {
      const { op, object } = message as StateMessage;
      return `${op} ${object.metadata.name}@${object.metadata.resourceVersion}`;
    });
  }
}

let dir: string;
let known: KnownObjects;
let sent: Sent;
let now: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-known-'));
  known = new KnownObjects(dir, false);
  sent = new Sent();
  now = 1_000_000;
});
afterEach(() => {
  known.close();
  rmSync(dir, { recursive: true, force: true });
});

const watcher = () => new StateWatcher({ cluster: 'prod', sender: sent, known, digest: keyedDigest('k'), now: () => now });

/** A new process on the same directory: the old one was killed. */
function restart(forget = false): StateWatcher {
  known = new KnownObjects(dir, forget);
  return watcher();
}

const pod = (name: string, version: number, phase = 'Running', namespace = 'shop'): KubeObject => ({
  metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: String(version) },
  status: { phase },
});
const upserts = (...objects: KubeObject[]) => objects.map((object) => ({ op: 'upsert' as const, object }));
const uids = (...names: string[]) => new Set(names.map((name) => `uid-${name}`));

describe('the state watcher', () => {
  it('reports an object once per meaningful version', async () => {
    const state = watcher();
    await state.changed(POD, upserts(pod('a', 1)));
    await state.changed(POD, upserts(pod('a', 1)));
    await state.changed(POD, upserts(pod('a', 2)));
    await state.changed(POD, upserts(pod('a', 3, 'Failed'), pod('a', 4, 'Failed')));
    expect(sent.look()).toEqual(['upsert a@1', 'upsert a@3']);
  });

  it('reports a deletion with kind, name, namespace and uid, once', async () => {
    const state = watcher();
    await state.changed(POD, upserts(pod('a', 1)));
    sent.look();
    await state.changed(POD, [{ op: 'delete', object: pod('a', 9) }]);
    await state.changed(POD, [{ op: 'delete', object: pod('a', 9) }]);
    expect(sent.messages.map(({ message }) => message)).toEqual([
      {
        op: 'delete',
        observedAt: now,
        cluster: 'prod',
        object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop', uid: 'uid-a', resourceVersion: '1' } },
      },
    ]);
  });

  it('tells a deleted object from its successor of the same name by the uid', async () => {
    const state = watcher();
    const successor: KubeObject = { ...pod('a', 5), metadata: { ...pod('a', 5).metadata, uid: 'uid-a2' } };
    await state.changed(POD, [...upserts(pod('a', 1)), { op: 'delete', object: pod('a', 4) }, ...upserts(successor)]);
    await state.listed(POD, undefined, new Set(['uid-a2']));
    expect(sent.look()).toEqual(['upsert a@1', 'delete a@1', 'upsert a@5']);
  });

  it('after a restart reports what went meanwhile, and is quiet about what did not change', async () => {
    await watcher().changed(POD, upserts(pod('a', 1), pod('b', 2), pod('c', 3)));
    sent.look();
    const state = restart();
    await state.changed(POD, upserts(pod('b', 2), pod('c', 7, 'Failed')));
    await state.listed(POD, undefined, uids('b', 'c'));
    expect(sent.look()).toEqual(['upsert c@7', 'delete a@1']);
    expect(known.counts()).toEqual({ Pod: 2 });
  });

  it('a list of one namespace says nothing about another', async () => {
    const state = watcher();
    await state.changed(POD, upserts(pod('a', 1, 'Running', 'shop'), pod('b', 1, 'Running', 'bank')));
    sent.look();
    await state.listed(POD, 'shop', new Set());
    expect(sent.look()).toEqual(['delete a@1']);
  });

  it('when a report did not reach the disk, it is made again, also after a restart', async () => {
    sent.fail = true;
    await expect(watcher().changed(POD, upserts(pod('a', 1)))).rejects.toThrow('disk is full');
    sent.fail = false;
    const state = restart();
    await state.changed(POD, upserts(pod('a', 1)));
    expect(sent.look()).toEqual(['upsert a@1']);
  });

  it('an object whose report may have left before a crash is reported as deleted when it is gone', async () => {
    sent.fail = true;
    await expect(watcher().changed(POD, upserts(pod('a', 1)))).rejects.toThrow();
    sent.fail = false;
    await restart().listed(POD, undefined, new Set());
    expect(sent.look()).toEqual(['delete a@1']);
  });

  it('when the buffer lost state, everything is reported again and deletions still come', async () => {
    await watcher().changed(POD, upserts(pod('a', 1), pod('b', 2)));
    sent.look();
    const state = restart(true);
    await state.changed(POD, upserts(pod('a', 1)));
    await state.listed(POD, undefined, uids('a'));
    expect(sent.look()).toEqual(['upsert a@1', 'delete b@2']);
  });

  it('a journal cut off by a crash loses at most its last note', async () => {
    const state = watcher();
    await state.changed(POD, upserts(pod('a', 1)));
    await state.changed(POD, upserts(pod('b', 2)));
    known.close();
    const path = join(dir, 'known-objects');
    truncateSync(path, (await import('node:fs')).statSync(path).size - 3);
    sent.look();
    await restart().changed(POD, upserts(pod('a', 1), pod('b', 2)));
    expect(sent.look()).toEqual(['upsert b@2']);
  });

  it('keeps the journal small however often objects change', async () => {
    const state = watcher();
    for (let version = 1; version < 6_000; version++)
      await state.changed(POD, upserts(pod('a', version, `phase-${version}${'x'.repeat(200)}`)));
    const { statSync } = await import('node:fs');
    expect(statSync(join(dir, 'known-objects')).size).toBeLessThan(1.1 * 1024 * 1024);
    expect(known.counts()).toEqual({ Pod: 1 });
  });

  describe('of leases', () => {
    const lease = (name: string, version: number, holder = 'a'): KubeObject => ({
      metadata: { name, namespace: 'kube-system', uid: `uid-${name}`, resourceVersion: String(version) },
      spec: { holderIdentity: holder, renewTime: new Date(now).toISOString() },
    });
    const renewals = () => sent.messages.splice(0).map(({ message }) => (message as StateMessage).object.spec);

    it('reports no renewal over a day, but a new holder at once', async () => {
      const state = watcher();
      for (let version = 1; version <= 24 * 60 * 2; version++) {
        await state.changed(LEASE, upserts(lease('scheduler', version)));
        await state.checkRenewals();
        now += 30_000;
      }
      await state.changed(LEASE, upserts(lease('scheduler', 9_000, 'b')));
      expect(sent.look()).toEqual(['upsert scheduler@1', 'upsert scheduler@9000']);
    });

    it('reports a holder that has stopped once, with the time of its last renewal, and once that it renews again', async () => {
      const state = watcher();
      const last = lease('scheduler', 1);
      const other = (version: number) => upserts(lease('controller-manager', version));
      await state.changed(LEASE, [...upserts(last), ...other(2)]);
      sent.look();
      for (let version = 3; version < 8; version++) {
        now += 30_000;
        await state.changed(LEASE, other(version));
        await state.checkRenewals();
      }
      expect(renewals()).toEqual([{ holderIdentity: 'a', renewTime: (last.spec as { renewTime: string }).renewTime }]);
      await state.changed(LEASE, upserts(lease('scheduler', 9)));
      expect(renewals()).toEqual([{ holderIdentity: 'a' }]);
    });

    it('reports nothing while no lease at all is renewed, for then it is the watch that stands still', async () => {
      const state = watcher();
      await state.changed(LEASE, upserts(lease('scheduler', 1), lease('controller-manager', 2)));
      sent.look();
      now += 300_000;
      await state.checkRenewals();
      expect(sent.look()).toEqual([]);
    });

    it('forgets a lease that was deleted', async () => {
      const state = watcher();
      await state.changed(LEASE, upserts(lease('scheduler', 1), lease('controller-manager', 2)));
      await state.listed(LEASE, 'kube-system', uids('controller-manager'));
      sent.look();
      now += 300_000;
      await state.changed(LEASE, upserts(lease('controller-manager', 3)));
      await state.checkRenewals();
      expect(sent.look()).toEqual([]);
    });
  });
});

describe('the event exporter', () => {
  const event = (version: number, count: number, message = 'Back-off restarting'): KubeObject => ({
    metadata: { name: 'cart.1', namespace: 'shop', uid: 'uid-e', resourceVersion: String(version), managedFields: [{}] },
    involvedObject: { kind: 'Pod', name: 'cart', namespace: 'shop', uid: 'uid-cart' },
    reason: 'BackOff',
    type: 'Warning',
    message,
    count,
  });

  it('reports each update of a repeating Event as a record of its own, and none twice over a restart', async () => {
    const exporter = () => new EventExporter({ cluster: 'prod', sender: sent, known, digest: keyedDigest('k'), now: () => now });
    await exporter().changed(EVENT_KIND, upserts(event(1, 1), event(2, 2), event(2, 2)));
    known = new KnownObjects(dir, false);
    await exporter().changed(EVENT_KIND, upserts(event(2, 2), event(3, 3)));
    expect(sent.messages.map(({ stream, message }) => [stream, (message as { eventId: string }).eventId])).toEqual([
      ['events.normalized', 'uid-e/1'],
      ['events.normalized', 'uid-e/2'],
      ['events.normalized', 'uid-e/3'],
    ]);
    expect(sent.messages[2]?.message).toMatchObject({
      cluster: 'prod',
      event: { reason: 'BackOff', count: 3, involvedObject: { uid: 'uid-cart' } },
    });
    expect(JSON.stringify(sent.messages)).not.toContain('managedFields');
  });

  it('masks secrets in every text of an Event, and forgets expired Events', async () => {
    const exporter = new EventExporter({ cluster: 'prod', sender: sent, known, digest: keyedDigest('k'), now: () => now });
    const failing = event(1, 1, 'dial postgres://u:hunter2@db:5432 failed');
    failing.metadata.annotations = { 'deploy/token': 'hunter2', note: 'n' };
    await exporter.changed(EVENT_KIND, upserts({ ...failing, action: 'login with password=hunter2' }));
    const text = JSON.stringify(sent.messages);
    expect(text).toContain('postgres://u:***@db:5432');
    expect(text).toContain('"note":"n"');
    expect(text).not.toContain('hunter2');
    await exporter.listed(EVENT_KIND, undefined, new Set());
    expect(known.counts()).toEqual({});
  });
});
