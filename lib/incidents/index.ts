/** Incidents: opened, updated, merged and closed from diagnoses; the feedback on them; and their representation in the graph. */

export { addComment, removeComment } from './comments.ts';
export { type DiagnosedCluster, type Diagnoser, diagnoser, diagnoserOf } from './diagnoser.ts';
export { incidentExists } from './exists.ts';
export { accuracyOf, addFeedback } from './feedback.ts';
export { type FailingSince, holdDown } from './hold-down.ts';
export { type IncidentEvidence, incidentEvidence } from './incident-evidence.ts';
export { writeIncidentToGraph } from './incident-graph.ts';
export {
  clustersWithOpenIncidents,
  getIncident,
  type RefreshedIncident,
  refreshIncidents,
  storeRequestedDiagnosis,
} from './incidents.ts';
export { linkIncidents, unlinkIncidents } from './links.ts';
export { INCIDENT_STATES, type IncidentFilter, listIncidents } from './list.ts';
export { type IncidentOfChanges, incidentsOfChanges } from './of-changes.ts';
export { CLOSE_AFTER_MS, fingerprintOf, headline, reconcile } from './reconcile.ts';
export { incidentMarkdown, postmortemMarkdown } from './report.ts';
export { listViews, removeView, saveView } from './saved-views.ts';
export { SEVERITIES, type Severity, severityOf } from './severity.ts';
export { listShares, openShare, revokeShare, shareIncident } from './shares.ts';
export { findSimilar } from './similar-incidents.ts';
export { type IncidentTrend, incidentTrend } from './trend.ts';
export { changeWork, resolve, unresolve, type Worker } from './work.ts';
