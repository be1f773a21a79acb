/** Where a mistake is in a query: its line with the column in it (from 1), and the characters before it. */
export interface Place {
  line: string;
  column: number;
  offset: number;
}

/** The place that a message about a query names, as in “Line 2, column 7: …”; undefined where it names none that is in the query. */
export function placeOf(query: string, message: string): Place | undefined {
  const [, number, column] = /\bline (\d+), column (\d+)/i.exec(message) ?? [];
  const lines = query.split('\n');
  const line = lines[Number(number) - 1];
  if (line === undefined || Number(column) < 1 || Number(column) > line.length + 1) return undefined;
  const before = lines.slice(0, Number(number) - 1).reduce((sum, { length }) => sum + length + 1, 0);
  return { line, column: Number(column), offset: before + Number(column) - 1 };
}
