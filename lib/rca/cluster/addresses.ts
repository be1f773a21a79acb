/** What an address alone shows. */

const DATABASE_PORTS = new Set([1433, 1521, 3306, 5432, 26257, 27017]);
const DATABASE =
  /mysql|maria|postgres|\bpg|mongo|oracle|sqlserver|mssql|database|jdbc|(?:^|[_-])db(?:[_-]|$)|datasource|cassandra|cockroach/i;

/** Whether a call goes to a database, judging by its port, host, variable or log line. */
export function isDatabase({
  host,
  port,
  variable,
  line,
}: {
  host: string;
  port?: number | undefined;
  variable?: string | undefined;
  line?: string | undefined;
}): boolean {
  return (
    (port !== undefined && DATABASE_PORTS.has(port)) ||
    DATABASE.test(host) ||
    DATABASE.test(variable ?? '') ||
    /mysql|postgres|jdbc|mongo|psycopg|hikari|sqlalchemy|pgx|database/i.test(line ?? '')
  );
}

/** Whether a failed lookup is the name server's fault; a missing name gives a different error (getaddrinfo(3), RFC 1035 RCODE 2). */
export function isServerFault(line: string): boolean {
  return /EAI_AGAIN|Temporary failure|server misbehaving|i\/o timeout|SERVFAIL|Try again|lookup [^:]{1,300}: .{0,300}connection refused/i.test(
    line,
  );
}

/** Whether one name begins with the other, or they differ in at most two characters. */
export function isClose(a: string, b: string): boolean {
  if (a.length < 3 || b.length < 3) return false;
  if (a.startsWith(b) || b.startsWith(a)) return true;
  if (Math.abs(a.length - b.length) > 2) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    previous = row;
  }
  return previous[b.length]! <= 2;
}
