/** Incidents: opened, refreshed, merged and closed from diagnoses; what people say of them; and what the graph shows of them. */
export { drawIncident } from './draw.ts';
export { accuracyOf, addFeedback } from './feedback.ts';
export { holdDown, type SeenSince } from './hold-down.ts';
export {
  clustersWithOpenIncidents,
  getIncident,
  keepRequestedDiagnosis,
  listIncidents,
  refreshIncidents,
  type TouchedIncident,
} from './incidents.ts';
export { findSimilar } from './look-back.ts';
export { CLOSE_AFTER_MS, fingerprintOf, headline, reconcile } from './reconcile.ts';
