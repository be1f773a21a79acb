export { type Counted, countClient, forgetIdentities } from './consumer.ts';
export {
  addToCounter,
  assertWithinLimit,
  countApiCall,
  type DayUsage,
  type MonthSummary,
  monthSummary,
  recordStorage,
  usageByDay,
} from './counters.ts';
