export { type Admission, type AdmittedRecord, admit, admitRecord, MAX_BODY_BYTES, type RecordResult } from './admit.ts';
export { type Admitter, admitter, clusterLimit, ingest, noteArrivals, registerClusters, suspended } from './edge.ts';
