import { describe, expect, it } from 'vitest';
import { diagnosisOf, eventAbout, firstOf, lonePod } from '../testing/minimal.ts';

const sandbox = (message: string) => ({
  resources: [lonePod('web', { waiting: ['ContainerCreating'] })],
  events: [eventAbout('Pod', 'web', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${message}`)],
});

const NETWORK = 'node.network_plugin_down Node/worker-1';
const RUNTIME = 'node.container_runtime_down Node/worker-1';

describe('a pod sandbox that cannot be created', () => {
  it.each([
    [
      NETWORK,
      'failed to setup network for sandbox "a": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
    ],
    [
      NETWORK,
      'failed to set up sandbox container "a" network for pod "web": networkPlugin cni failed to set up pod "web_default" network: add cmd: failed to assign an IP address to container',
    ],
    [
      NETWORK,
      'failed to setup network for sandbox "a": plugin type="flannel" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory',
    ],
    [
      NETWORK,
      'failed to setup network for sandbox "a": plugin type="loopback" failed (add): failed to find plugin "loopback" in path [/opt/cni/bin]',
    ],
    [RUNTIME, 'failed to reserve sandbox name "web_default_uid_0": name "web_default_uid_0" is reserved for "a"'],
    [RUNTIME, 'context deadline exceeded'],
    [
      RUNTIME,
      'expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "/kubepods/burstable/pod" instead: unknown',
    ],
    ['node.host_prerequisite_missing Pod/web', 'failed to get sandbox runtime: no runtime for "gvisor" is configured'],
    ['node.resource_pressure Node/worker-1', 'mkdir /var/lib/containerd/sandboxes/a: no space left on device'],
    [
      'registry.unreachable Node/worker-1',
      'failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image "registry.k8s.io/pause:3.9": failed to do request: Head "https://registry.k8s.io/v2/pause/manifests/3.9": dial tcp 203.0.113.9:443: i/o timeout',
    ],
    [
      'registry.dns_failure Node/worker-1',
      'failed to get sandbox image "registry.k8s.io/pause:3.9": failed to do request: Head "https://registry.k8s.io/v2/": dial tcp: lookup registry.k8s.io on 10.0.0.2:53: no such host',
    ],
    ['container.security_context_invalid Pod/web', 'open /proc/sys/net/core/nonsense: no such file or directory'],
    [RUNTIME, 'an error that nobody has seen before'],
  ])('%s: %s', (expected, message) => expect(firstOf(sandbox(message))).toBe(expected));

  it('is quoted to its end, where the cause is', () => {
    const message = `failed to setup network: ${'plugin chain, '.repeat(40)}dial unix /var/run/cilium/cilium.sock: connect: no such file`;
    expect(diagnosisOf(sandbox(message)).causes[0]?.summary).toContain('cilium.sock: connect: no such file');
  });

  it('names an exhausted range of pod addresses as what it is', () =>
    expect(diagnosisOf(sandbox('no IP addresses available in range set: 10.0.0.1-10.0.0.2')).causes[0]?.title).toBe(
      'No free pod address on the node: Node worker-1',
    ));
});
