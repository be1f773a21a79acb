/** Liveness: this process responds. */
export function GET(): Response {
  return Response.json({ status: 'ok' });
}
