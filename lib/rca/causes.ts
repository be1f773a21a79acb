import vocabulary from './causes.json' with { type: 'json' };

/** What a cause code means, and which kinds of objects it may blame. */
export interface CauseDefinition {
  code: string;
  definition: string;
  blames: string[];
  /** What the blamed object belongs to: a workload (app), a node or a namespace. */
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
  'container.security_context_invalid': 'Security context prevents the container from starting',
  'container.init_failed': 'Init container fails',
  'container.port_conflict': 'Port is already in use',
  'app.crash': 'Application crashes',
  'oom.limit_too_low': 'Container exceeds its memory limit',
  'cpu.saturated': 'CPU is exhausted',
  'autoscaling.ineffective': 'Autoscaler cannot keep up with the load',
  'probe.liveness_port_wrong': 'Liveness probe checks the wrong port',
  'probe.liveness_protocol_wrong': 'Liveness probe uses the wrong protocol',
  'probe.liveness_timing_wrong': 'Liveness probe timing is too strict',
  'probe.readiness_port_wrong': 'Readiness probe checks the wrong port',
  'probe.readiness_protocol_wrong': 'Readiness probe uses the wrong protocol',
  'probe.check_wrong': 'Probe checks the wrong thing',
  'probe.startup_wrong': 'Startup probe gives up too early',
  'scheduling.insufficient_cpu': 'No node has enough free CPU',
  'scheduling.insufficient_memory': 'No node has enough free memory',
  'scheduling.insufficient_other_resource': 'No node has enough of a requested resource',
  'scheduling.node_selector_mismatch': 'No node matches the node selector',
  'scheduling.node_affinity_mismatch': 'No node matches the node affinity',
  'scheduling.pod_affinity_conflict': 'Pod affinity or spread rules cannot be met',
  'scheduling.taint_untolerated': 'Pods do not tolerate the taints of the nodes',
  'scheduling.nodes_cordoned': 'The nodes are cordoned',
  'control_plane.scheduler_down': 'Scheduler is down',
  'control_plane.component_down': 'Control plane component is down',
  'storage.claim_missing': 'Volume claim does not exist',
  'storage.class_wrong': 'Storage class of the claim is wrong',
  'storage.access_mode_mismatch': 'No volume supports the access mode',
  'storage.capacity_mismatch': 'No volume is large enough',
  'storage.selector_mismatch': "No volume matches the claim's selector",
  'storage.volume_occupied': 'Volume is bound to another claim',
  'storage.mount_failed': 'Volume cannot be mounted',
  'storage.permission_denied': 'No permission on the volume',
  'storage.volume_full': 'Volume is full',
  'node.kubelet_down': 'Node stopped reporting',
  'node.container_runtime_down': 'Container runtime on the node is down',
  'node.unreachable': 'Node is unreachable',
  'node.resource_pressure': 'Node is out of resources',
  'node.kube_proxy_down': 'kube-proxy on the node is not working',
  'node.network_plugin_down': 'Network plugin on the node is not working',
  'node.network_latency': 'Node network is slow',
  'node.network_packet_loss': 'Node network loses packets',
  'network.pod_latency': 'Pod network is slow',
  'network.policy_blocking': 'Network policy blocks required traffic',
  'dns.resolution_failure': 'Workload cannot resolve names',
  'dns.server_down': 'Cluster DNS is down',
  'config.secret_missing': 'Secret does not exist',
  'config.configmap_missing': 'ConfigMap does not exist',
  'config.env_missing': 'Required setting is missing',
  'config.value_invalid': 'Configuration value is wrong',
  'config.dependency_address_wrong': 'Dependency address is wrong',
  'rollout.bad_revision': 'Latest revision fails',
  'workload.scaled_to_zero': 'Scaled to zero',
  'dependency.unavailable': 'Dependency is down',
  'dependency.slow': 'Dependency is slow',
  'dependency.external_unavailable': 'External system is unavailable',
  'dependency.db_credentials_invalid': 'Database rejects the credentials',
  'dependency.db_address_wrong': 'Database address is wrong',
  'dependency.db_connections_exhausted': 'Database has no connections left',
  'dependency.db_read_only': 'Database is read-only',
  'service.selector_mismatch': 'Service selects no pods',
  'service.port_mismatch': 'Service port does not match the pods',
  'service.protocol_mismatch': 'Service protocol does not match the pods',
  'service.missing': 'Service does not exist',
  'ingress.misconfigured': 'Ingress is misconfigured',
  'gateway.route_wrong': 'Gateway route is wrong',
  'quota.cpu_exceeded': 'CPU quota is used up',
  'quota.memory_exceeded': 'Memory quota is used up',
  'quota.pods_exceeded': 'Pod quota is used up',
  'quota.object_count_exceeded': 'Object quota is used up',
  'quota.storage_exceeded': 'Storage quota is used up',
  'quota.limit_range_violated': 'Limit range rejects the resources',
  'rbac.service_account_missing': 'Service account does not exist',
  'rbac.forbidden': 'Permission is missing',
  'admission.denied': 'Admission control denies the object',
  'admission.webhook_unavailable': 'Admission webhook cannot be called',
  'tls.certificate_invalid': 'Certificate is not valid',
  'job.failed': 'Job has failed',
  'job.not_scheduled': 'CronJob does not start its Jobs',
  'lifecycle.eviction_blocked': 'Disruption budget blocks evictions',
  'lifecycle.terminating_stuck': 'Stuck in Terminating',
};

/** A short, readable title for a cause code; the code itself if the vocabulary does not have it. */
export function causeTitle(code: string): string {
  return TITLES[code] ?? code;
}
