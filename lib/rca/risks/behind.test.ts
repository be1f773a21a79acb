import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '../diagnose.ts';
import { deployment, object, service, snapshotOf, WINDOW, waiting } from '../testing/snapshots.ts';

const NO_SECRET = waiting('CreateContainerConfigError', 'secret "db" not found');
const NEEDS = { container: { envFrom: [{ secretRef: { name: 'db' } }] } };

/** The texts of the evidence of the first cause that come from the list of risks. */
function behind(snapshot: ReturnType<typeof snapshotOf>): string[] {
  const [cause] = diagnose(snapshot, WINDOW).causes;
  return (cause?.evidenceFor ?? []).map(({ text }) => text).filter((text) => text.startsWith('Among the risks'));
}

describe('the risk that explains an incident is evidence of its cause', () => {
  const failing = [...deployment('web', { ...NO_SECRET, ...NEEDS }), ...deployment('other', NEEDS)];

  it('if it is about a reference to the object that is blamed, from whatever refers to it', () =>
    expect(behind(snapshotOf(failing, { read: { kinds: ['Secret', 'Deployment', 'Pod'] } }))).toEqual([
      'Among the risks (Refers to an object that does not exist): Deployment shop/other refers to Secret shop/db, which does not exist.',
      'Among the risks (Refers to an object that does not exist): Deployment shop/web refers to Secret shop/db, which does not exist.',
    ]));

  it('if it is about the object that is blamed, in a live cluster as in a dump', () => {
    const snapshot = snapshotOf([...deployment('web', { container: { ports: [] } }), service('web', { targetPort: 'http' })]);
    const [group] = diagnoseGroups(snapshot, WINDOW).filter(({ causes }) => causes[0]?.code === 'service.port_mismatch');
    expect(group?.causes[0]?.evidenceFor.map(({ text }) => text)).toContain(
      'Among the risks (Refers to a port that no container declares): Service shop/web leads to the port http, which no container of Deployment shop/web declares.',
    );
  });

  it('but not if the kind was not read, and not if it concerns another object or another kind of trouble', () => {
    expect(behind(snapshotOf(failing, { read: { kinds: ['Deployment', 'Pod'] } }))).toEqual([]);
    const twice = {
      container: { ...NEEDS.container, env: ['A', 'A'].map((name) => ({ name, value: '1' })) },
      podSpec: { priorityClassName: 'gold' },
    };
    const resources = [...deployment('web', { ...waiting('ImagePullBackOff', 'manifest unknown'), ...twice }), object('Secret', 'db')];
    expect(behind(snapshotOf(resources, { read: { kinds: ['PriorityClass'] } }))).toEqual([]);
  });
});
