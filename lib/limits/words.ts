import type { Judged, LimitName } from './states.ts';

/** Something that a client has not been told of this month. */
export interface News extends Judged {
  kind: 'threshold' | 'projected';
}

/** How each limit is called. */
export const LIMIT_LABELS: Readonly<Record<LimitName, string>> = {
  events: 'Events per day',
  rca_queries: 'RCA queries per month',
  storage: 'Storage',
  api_calls: 'API calls per month',
  clusters: 'Clusters',
  spend: 'Spend cap',
};

const number = (n: number) => n.toLocaleString('en-US');

/** An amount of a limit in its unit, such as 8 GB or $12.50. */
export function amountOf(name: LimitName, amount: number): string {
  if (name === 'storage') return `${number(Math.round(amount / 1e7) / 100)} GB`;
  if (name === 'spend') return `$${(amount / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;
  return number(amount);
}

/** What is above a limit: refused until when, or billed. */
export function consequenceOf({ name, isHard, period }: Pick<Judged, 'name' | 'isHard' | 'period'>): string {
  if (name === 'clusters') return 'Data of further clusters is refused.';
  if (name === 'spend')
    return isHard ? 'Usage above the plan is refused until the month is over, or the cap is raised.' : 'Nothing is refused.';
  if (!isHard) return 'Usage above it is billed as overage.';
  return period ? `Usage above it is refused until ${utc(period.end)}.` : 'More data is refused until older data is deleted.';
}

/** A mail about one or several limits. */
export function newsMail(news: readonly News[]) {
  const [first] = news;
  const subject =
    news.length > 1 || !first
      ? `${news.length} limits of your KG RCA plan need attention`
      : first.kind === 'projected'
        ? `${LIMIT_LABELS[first.name]}: the limit will be reached`
        : `${LIMIT_LABELS[first.name]}: ${first.threshold} % used`;
  return { subject, paragraphs: news.map(sentence) };
}

function sentence(one: News): string {
  const of = `${LIMIT_LABELS[one.name]}: ${amountOf(one.name, one.used)} of ${amountOf(one.name, one.allowed)} used.`;
  const projection = one.projectedAt === undefined ? '' : ` At the present rate the limit will be reached at ${utc(one.projectedAt)}.`;
  return `${of}${projection} ${consequenceOf(one)}`;
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
