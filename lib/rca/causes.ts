import vocabulary from './causes.json' with { type: 'json' };

/** What a cause code means, and the kinds of object it may blame. */
export interface CauseDefinition {
  code: string;
  definition: string;
  blames: string[];
  /** To what the blamed object belongs: a workload (app), a node, a namespace. */
  scope: string;
}

/** Every cause code with its definition: the vocabulary of all diagnoses. */
export const CAUSES: Readonly<Record<string, CauseDefinition>> = Object.fromEntries(vocabulary.causes.map((cause) => [cause.code, cause]));

const TITLES: Record<string, string> = {
  'image.reference_invalid': 'Image does not exist',
  'image.pull_secret_missing': 'Registry refuses the pull: credentials missing or wrong',
  'registry.dns_failure': 'Registry host cannot be resolved',
  'registry.unreachable': 'Registry does not answer',
  'container.command_invalid': 'Container cannot execute its command',
  'container.security_context_invalid': 'Security settings stop the container',
  'container.init_failed': 'Init container fails',
  'container.port_conflict': 'Two containers want the same port',
  'app.crash': 'Application crashes',
  'oom.limit_too_low': 'Killed at the memory limit',
  'cpu.saturated': 'CPU is exhausted',
  'autoscaling.ineffective': 'Autoscaler cannot follow the load',
  'probe.liveness_port_wrong': 'Liveness probe asks the wrong port',
  'probe.liveness_protocol_wrong': 'Liveness probe speaks the wrong protocol',
  'probe.liveness_timing_wrong': 'Liveness probe is too impatient',
  'probe.readiness_port_wrong': 'Readiness probe asks the wrong port',
  'probe.readiness_protocol_wrong': 'Readiness probe speaks the wrong protocol',
  'probe.check_wrong': 'Probe asks the wrong thing',
  'probe.startup_wrong': 'Startup probe gives up too early',
  'scheduling.insufficient_cpu': 'No node has enough free CPU',
  'scheduling.insufficient_memory': 'No node has enough free memory',
  'scheduling.insufficient_other_resource': 'No node has enough of a requested resource',
  'scheduling.node_selector_mismatch': 'No node matches the node selector',
  'scheduling.node_affinity_mismatch': 'No node matches the node affinity',
  'scheduling.pod_affinity_conflict': 'Pod affinity or spread rules cannot be met',
  'scheduling.taint_untolerated': 'Taints keep the pods away from every node',
  'scheduling.nodes_cordoned': 'The nodes are cordoned',
  'control_plane.scheduler_down': 'Scheduler is down',
  'control_plane.component_down': 'Control plane component is down',
  'storage.claim_missing': 'Volume claim does not exist',
  'storage.class_wrong': 'Storage class of the claim is wrong',
  'storage.access_mode_mismatch': 'No volume offers the access mode',
  'storage.capacity_mismatch': 'No volume is large enough',
  'storage.selector_mismatch': "No volume matches the claim's selector",
  'storage.volume_occupied': 'Volume belongs to another claim',
  'storage.mount_failed': 'Volume cannot be mounted',
  'storage.permission_denied': 'No permission on the volume',
  'storage.volume_full': 'Volume is full',
  'node.kubelet_down': 'Node stopped reporting',
  'node.container_runtime_down': 'Container runtime of the node is down',
  'node.unreachable': 'Node is gone',
  'node.resource_pressure': 'Node is out of resources',
  'node.kube_proxy_down': 'kube-proxy of the node does not work',
  'node.network_plugin_down': 'Network plugin of the node does not work',
  'node.network_latency': 'Network of the node is slow',
  'node.network_packet_loss': 'Network of the node loses packets',
  'network.pod_latency': 'Network of the pod is slow',
  'network.policy_blocking': 'Network policy blocks needed traffic',
  'dns.resolution_failure': 'Workload cannot resolve names',
  'dns.server_down': 'Cluster DNS is down',
  'config.secret_missing': 'Secret does not exist',
  'config.configmap_missing': 'ConfigMap does not exist',
  'config.env_missing': 'Required setting is missing',
  'config.value_invalid': 'Configured value is wrong',
  'config.dependency_address_wrong': 'Address of a dependency is wrong',
  'rollout.bad_revision': 'Newest revision fails',
  'workload.scaled_to_zero': 'Scaled to zero',
  'dependency.unavailable': 'Dependency is down',
  'dependency.slow': 'Dependency is slow',
  'dependency.external_unavailable': 'External system is unavailable',
  'dependency.db_credentials_invalid': 'Database rejects the credentials',
  'dependency.db_address_wrong': 'Database address is wrong',
  'dependency.db_connections_exhausted': 'Database has no connections left',
  'dependency.db_read_only': 'Database is read-only',
  'service.selector_mismatch': 'Service selects no pods',
  'service.port_mismatch': 'Service port does not fit the pods',
  'service.protocol_mismatch': 'Service protocol does not fit the pods',
  'service.missing': 'Service does not exist',
  'ingress.misconfigured': 'Ingress is misconfigured',
  'gateway.route_wrong': 'Gateway route is wrong',
  'quota.cpu_exceeded': 'CPU quota is used up',
  'quota.memory_exceeded': 'Memory quota is used up',
  'quota.pods_exceeded': 'Pod quota is used up',
  'quota.object_count_exceeded': 'Object quota is used up',
  'quota.storage_exceeded': 'Storage quota is used up',
  'quota.limit_range_violated': 'Limit range refuses the resources',
  'rbac.service_account_missing': 'Service account does not exist',
  'rbac.forbidden': 'Permission is missing',
  'admission.denied': 'Admission denies the object',
  'admission.webhook_unavailable': 'Admission webhook cannot be called',
  'tls.certificate_invalid': 'Certificate is not valid',
  'job.failed': 'Job has failed',
  'job.not_scheduled': 'Cron job does not start',
  'lifecycle.eviction_blocked': 'Disruption budget blocks evictions',
  'lifecycle.terminating_stuck': 'Stuck in Terminating',
};

/** A short title of a cause code for people; the code itself where it is none of the vocabulary. */
export function causeTitle(code: string): string {
  return TITLES[code] ?? code;
}
