/** Incidents: opened, updated, merged and closed from diagnoses; the feedback on them; and their representation in the graph. */
export { type DiagnosedCluster, type Diagnoser, diagnoser, diagnoserOf } from './diagnoser.ts';
export { accuracyOf, addFeedback } from './feedback.ts';
export { type FailingSince, holdDown } from './hold-down.ts';
export { type IncidentEvidence, incidentEvidence } from './incident-evidence.ts';
export { writeIncidentToGraph } from './incident-graph.ts';
export {
  clustersWithOpenIncidents,
  getIncident,
  listIncidents,
  type RefreshedIncident,
  refreshIncidents,
  storeRequestedDiagnosis,
} from './incidents.ts';
export { CLOSE_AFTER_MS, fingerprintOf, headline, reconcile } from './reconcile.ts';
export { SEVERITIES, type Severity, severityOf } from './severity.ts';
export { findSimilar } from './similar-incidents.ts';
