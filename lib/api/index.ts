/** The REST API: the route wrapper, authentication of requests, rate limits, and problem+json responses. */
export { assertSameOrigin } from './authorize.ts';
export { callerOf, clientAddressOf, noteOrigin } from './client-address.ts';
export type { Access, Declaration } from './declaration.ts';
export { forgetOldAnswers } from './idempotency.ts';
export { personOf, principalOfRequest } from './principal.ts';
export { internalProblem, problemResponse } from './problem-json.ts';
export { assertAttempt, assertRate, limiter, limiters } from './rate-limit.ts';
export { openRedisLimiter } from './redis-limiter.ts';
export { cachedRefusal, rememberRefusal } from './retry-after-cache.ts';
export { type AnswerOf, apiClock, type Call, type RouteHandler, route } from './route.ts';
export { type SignInThrottle, signInThrottle } from './sign-in-throttle.ts';
