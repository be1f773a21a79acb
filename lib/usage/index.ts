export { type Counted, countClient, forgetIdentities, USAGE_GROUP } from './consumer.ts';
export { addToCounter, assertWithinLimit, type DayUsage, type MonthSummary, monthSummary, recordStorage, usageByDay } from './counters.ts';
