import { handle } from '#lib/platform/handles.ts';

/** A fault of the sample cluster that can be turned on and off. */
export interface SampleFault {
  name: string;
  /** The area of the cluster that it affects; groups the faults. */
  category: string;
  title: string;
  description: string;
  on: boolean;
}

/** A client's sample cluster; `starting` until its agent has sent its first data. */
export interface SampleState {
  state: 'detached' | 'starting' | 'attached' | 'failed';
  /** Its name among the client's clusters. */
  cluster: string;
  /** Why it failed. */
  error?: string;
  faults: SampleFault[];
}

/** The name under which a sample cluster reports. */
export const SAMPLE_CLUSTER = 'sample';

/** The sample clusters of an installation on a loopback address: the real agent on a simulated Kubernetes. Absent elsewhere. */
export interface SampleClusters {
  stateOf(tenantId: string): Promise<SampleState>;
  /** Starts the client's sample cluster and its agent, without waiting for them. Idempotent. */
  attach(tenantId: string): Promise<void>;
  detach(tenantId: string): Promise<void>;
  /** Throws a Problem: 404 for an unknown fault, 409 when no sample cluster is attached. */
  switchFault(tenantId: string, fault: string, on: boolean): Promise<void>;
}

/** The sample clusters of this process. */
export const sampleClusters = handle<SampleClusters>('sample-clusters');
