export { type Counted, countClient, forgetIdentities } from './consumer.ts';
export { addToCounter, assertWithinLimit, type DayUsage, type MonthSummary, monthSummary, recordStorage, usageByDay } from './counters.ts';
