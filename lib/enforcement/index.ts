/** Quota enforcement at the brokers: clients that send to Kafka directly get the same limits as those that send over HTTPS. */
export { enforceQuotas, startQuotaEnforcement } from './enforcement.ts';
