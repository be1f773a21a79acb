/** The key of a resource from the parts of a path; undefined for parts that cannot be decoded. */
export function keyOfPath(parts: readonly string[]): string | undefined {
  try {
    return parts.map(decodeURIComponent).join('/');
  } catch {
    return undefined;
  }
}
