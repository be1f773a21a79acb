import type { Condition } from '../api-machinery/conditions.ts';
import type { NodeFailure } from '../hidden-state.ts';

export const NETWORK_NOT_READY =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

const RUNTIME_DOWN = '[container runtime is down, PLEG is not healthy: pleg was last seen active 3m12s ago; threshold is 3m0s]';

type Posted = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The conditions that a kubelet posts about its node (pkg/kubelet/nodestatus/setters.go). */
export function postedConditions(failure: NodeFailure | undefined): Posted[] {
  const pressure = (type: string, isThere: boolean, words: [string, string], without: [string, string]): Posted => {
    const [reason, message] = isThere ? words : without;
    return { type, status: isThere ? 'True' : 'False', reason, message };
  };
  const unready = failure === 'runtime-down' ? RUNTIME_DOWN : failure === 'network-not-ready' ? NETWORK_NOT_READY : undefined;
  return [
    pressure(
      'MemoryPressure',
      failure === 'memory-pressure',
      ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
      ['KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ),
    pressure(
      'DiskPressure',
      failure === 'disk-pressure',
      ['KubeletHasDiskPressure', 'kubelet has disk pressure'],
      ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ),
    { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
    unready
      ? { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: unready }
      : { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  ];
}
