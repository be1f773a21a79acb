import type { Rule } from '../rule.ts';
import { absentDependencyRule } from './absent-dependencies.ts';
import { addressRangeRule } from './address-ranges.ts';
import { alertedRule } from './alerted.ts';
import { apiServerCallRule } from './api-server-calls.ts';
import { apiServiceRule } from './api-services.ts';
import { autoscalingRule } from './autoscaling.ts';
import { bindingRule } from './bindings.ts';
import { certificateRule } from './certificates.ts';
import { configReferenceRule } from './config-references.ts';
import { configValueRule } from './config-values.ts';
import { contestedFieldRule } from './contested-fields.ts';
import { controlPlaneRule } from './control-plane.ts';
import { crashRule } from './crash.ts';
import { creationRule } from './creation.ts';
import { customResourceRule } from './custom-resources.ts';
import { databaseRule } from './database.ts';
import { dependencyRule } from './dependencies.ts';
import { disruptionRule } from './disruption.ts';
import { dnsRule } from './dns.ts';
import { doomedProbeRule } from './doomed-probes.ts';
import { evictionLoopRule } from './eviction-loops.ts';
import { externalRule } from './external.ts';
import { gatewayRule } from './gateway.ts';
import { hostPrerequisiteRule } from './host-prerequisites.ts';
import { imageRule } from './image.ts';
import { jobRule } from './jobs.ts';
import { lifecycleRule } from './lifecycle.ts';
import { memoryRule } from './memory.ts';
import { meshPolicyRule } from './mesh-policies.ts';
import { networkRule } from './network.ts';
import { nodeAgentRule } from './node-agents.ts';
import { nodeEventRule } from './node-events.ts';
import { nodeProblemRule } from './node-problems.ts';
import { nodeRule } from './nodes.ts';
import { performanceRule } from './performance.ts';
import { podFailureRule } from './pod-failures.ts';
import { probeRule } from './probes.ts';
import { programRule } from './program.ts';
import { quotaObjectRule } from './quota-objects.ts';
import { replicasResetRule } from './replicas-reset.ts';
import { resizeRule } from './resizes.ts';
import { sandboxRule } from './sandboxes.ts';
import { scalingRule } from './scaling.ts';
import { schedulingRule } from './scheduling.ts';
import { schedulingGateRule } from './scheduling-gates.ts';
import { serviceRule } from './services.ts';
import { startRule } from './start.ts';
import { storageRule } from './storage.ts';
import { unnamedDatabaseRule } from './unnamed-database.ts';
import { unprovisionedRule } from './unprovisioned.ts';
import { unreadyRule } from './unready.ts';
import { volumeVerdictRule } from './volume-verdicts.ts';
import { volumeRule } from './volumes.ts';

/** All rules. To add one, add a file to this folder and a line to this list; the order does not matter. */
export const RULES: readonly Rule[] = [
  absentDependencyRule,
  alertedRule,
  configReferenceRule,
  configValueRule,
  programRule,
  startRule,
  dnsRule,
  evictionLoopRule,
  contestedFieldRule,
  controlPlaneRule,
  quotaObjectRule,
  replicasResetRule,
  gatewayRule,
  networkRule,
  performanceRule,
  volumeRule,
  volumeVerdictRule,
  jobRule,
  lifecycleRule,
  disruptionRule,
  apiServerCallRule,
  hostPrerequisiteRule,
  meshPolicyRule,
  addressRangeRule,
  schedulingGateRule,
  apiServiceRule,
  autoscalingRule,
  bindingRule,
  certificateRule,
  podFailureRule,
  crashRule,
  creationRule,
  customResourceRule,
  databaseRule,
  dependencyRule,
  imageRule,
  memoryRule,
  nodeRule,
  nodeProblemRule,
  nodeEventRule,
  resizeRule,
  nodeAgentRule,
  externalRule,
  probeRule,
  doomedProbeRule,
  sandboxRule,
  scalingRule,
  schedulingRule,
  serviceRule,
  storageRule,
  unnamedDatabaseRule,
  unprovisionedRule,
  unreadyRule,
];
