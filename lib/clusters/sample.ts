import { handle } from '#lib/platform/handles.ts';

/** A fault of the sample cluster that can be switched. */
export interface SampleFault {
  name: string;
  /** Where in a cluster it lies; faults of a category stand together. */
  category: string;
  title: string;
  description: string;
  on: boolean;
}

/** A client's sample cluster: `starting` until its agent has sent the first picture. */
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

/** Sample clusters of an installation on loopback: the real agent against a simulated Kubernetes. Absent elsewhere. */
export interface SampleClusters {
  stateOf(clientId: string): Promise<SampleState>;
  /** Starts the client's sample cluster and its agent; returns at once. Idempotent. */
  attach(clientId: string): Promise<void>;
  detach(clientId: string): Promise<void>;
  /** Throws a Problem: 404 for an unknown fault, 409 when no sample cluster is attached. */
  switchFault(clientId: string, fault: string, on: boolean): Promise<void>;
}

/** The sample clusters of this process. */
export const sampleClusters = handle<SampleClusters>('sample-clusters');
