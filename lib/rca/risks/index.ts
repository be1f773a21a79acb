/** What is wrong in a cluster by reference or shape before anything fails: a list of its own, never an incident. */
export { SEVERITIES, type Severity } from './check.ts';
export { RISKS, type Risk, type RiskReport, risksOf } from './risks.ts';
