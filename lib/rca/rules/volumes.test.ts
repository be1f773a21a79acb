import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnosisOf, eventAbout, firstOf, lonePod } from '../testing/minimal.ts';

const CLAIM = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const mount = (message: string, reason = 'FailedMount', spec: KubernetesObject = CLAIM) => ({
  resources: [lonePod('web', { waiting: ['ContainerCreating'], spec })],
  events: [eventAbout('Pod', 'web', reason, message)],
});
const OF_CLAIM = 'storage.mount_failed PersistentVolumeClaim/data';
const NFS = 'MountVolume.SetUp failed for volume "pv-1" : mount failed: exit status 32\nMounting command: mount\nOutput: ';

describe('a volume that cannot be attached or mounted', () => {
  it.each<[string, string, string?, KubernetesObject?]>([
    [OF_CLAIM, 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-old', 'FailedAttachVolume'],
    [
      OF_CLAIM,
      'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers',
    ],
    [OF_CLAIM, `${NFS}mount.nfs: Connection timed out`],
    [OF_CLAIM, 'MountVolume.NewMounter initialization failed for volume "local-pv" : path "/mnt/disks/ssd1" does not exist'],
    [
      'node.host_prerequisite_missing Pod/web',
      `${NFS}mount: /var/lib/x: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.`,
    ],
    ['storage.permission_denied Pod/web', `${NFS}mount.nfs: access denied by server while mounting 10.0.0.1:/export`],
    [
      'storage.mount_failed Pod/web',
      'MountVolume.SetUp failed for volume "sock" : hostPath type check failed: /var/run/docker.sock is not a socket file',
      'FailedMount',
      { volumes: [...CLAIM.volumes, { name: 'sock', hostPath: { path: '/var/run/docker.sock', type: 'Socket' } }] },
    ],
    [
      'node.resource_pressure Node/worker-1',
      'MountVolume.SetUp failed for volume "data" : write /var/lib/kubelet/x: no space left on device',
    ],
  ])('%s: %s', (expected, message, reason, spec) => expect(firstOf(mount(message, reason, spec))).toBe(expected));

  it('is recognised where the runtime mounts a ConfigMap onto a file', () =>
    expect(
      firstOf({
        resources: [
          lonePod('web', {
            waiting: [
              'RunContainerError',
              'runc create failed: error mounting "/var/lib/kubelet/pods/x/volumes/kubernetes.io~configmap/cfg" to rootfs at "/etc/nginx/nginx.conf": not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?',
            ],
          }),
        ],
      }),
    ).toBe('storage.mount_failed Pod/web'));

  it('is quoted to its end, where the cause is', () =>
    expect(diagnosisOf(mount(`${NFS}${'one line after the other, '.repeat(30)}mount.nfs: No route to host`)).causes[0]?.summary).toContain(
      'mount.nfs: No route to host',
    ));
});
