// A simulated Kubernetes cluster with its API server, for the demo and for tests.
export { type KubernetesOptions, type KubernetesSimulator, startKubernetes } from './simulator.ts';
