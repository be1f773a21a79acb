/** Host and port of `host:port` or of a URL. */
export function parseAddress(address: string): { host: string; port: number } {
  const match = /^(?:([a-z]+):\/\/)?(?:[^@/]*@)?([^:/]+)(?::(\d+))?/.exec(address);
  return { host: match?.[2] ?? address, port: Number(match?.[3] ?? (match?.[1] === 'https' ? 443 : 80)) };
}
