/** Quota enforcement at the brokers: clients that send to Kafka themselves are held to the limits of the HTTPS edge. */
export { enforceQuotas, startQuotaEnforcement } from './enforcement.ts';
