/** A name server for tests. */
export { type DnsServer, startDnsServer } from './server.ts';
