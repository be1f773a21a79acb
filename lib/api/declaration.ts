import type { z } from 'zod';
import type { MemberRole, Scope } from '#lib/auth/index.ts';

/** Who may call an operation. `public`: everybody; `user`: anybody signed in; `tenant`: on behalf of a client; `staff`: the provider's staff; `scim`: the directory of a client, with a token of its own, in the form of RFC 7644. */
export type Access = 'public' | 'user' | 'tenant' | 'staff' | 'scim';

/** The declaration of an operation, which the route wrapper enforces and the OpenAPI document describes. */
export interface Declaration {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: /api/v1/incidents/{id} */
  path: string;
  summary: string;
  tag: string;
  access: Access;
  /** The permission that an API key needs. Default: read for GET, write otherwise. */
  scope?: Scope;
  /** The minimum role of a portal session. Default: viewer for GET, member otherwise. */
  role?: MemberRole;
  /** Whether a call with an API key counts as an API call of the plan. Health, billing, heartbeats and ingest do not. */
  metered?: boolean;
  /** Whether a suspended client may call it, as for reading and paying. Default: true for GET, false otherwise. */
  whileSuspended?: boolean;
  /** Whether only people may call it, in a session: what a stolen API key must not be able to do. */
  person?: boolean;
  /** Whether a person must have proved who they are in the last few minutes: for keys, members, billing and deletion. */
  stepUp?: boolean;
  /** Whether it changes how a person signs in, or where they belong. A session that a client's single sign-on opened may not. */
  ownAccount?: boolean;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The content type of a body that the handler reads itself (ingest, webhooks); for the OpenAPI document. */
  rawBody?: string;
  /** What such a body holds. */
  rawSchema?: z.ZodType;
  response: z.ZodType | { binary: string };
  status?: number;
  /** The statuses of the problems that the handler itself throws; openapi.ts adds those of the wrapper. */
  problems?: readonly number[];
}
