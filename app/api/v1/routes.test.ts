import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '#lib/api/openapi.ts';
import { allRoutes } from './routes.ts';

const declared = allRoutes.map(({ declaration }) => `${declaration.method} ${declaration.path}`).sort();

/** The operations according to the file system: the folder of a route file is its path, its exports are its methods. */
function served(): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.startsWith('openapi'))
    .flatMap((file) => {
      const path = `/api/v1/${file.replace('/route.ts', '').replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')}`;
      const source = readFileSync(join(import.meta.dirname, file), 'utf8');
      return [...source.matchAll(/^export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(
        (match) => `${match[1]} ${path}`,
      );
    })
    .sort();
}

describe('the operations of REST v1', () => {
  it('are declared with the path and method under which they are served', () => {
    expect(declared).toEqual(served());
  });

  it('have unique operation IDs', () => {
    const ids = allRoutes.map(({ declaration }) => declaration.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are all described in the OpenAPI document, with their parameters', () => {
    const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(declared);
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const one of Object.values(methods) as { parameters: { name: string; in: string }[] }[]) {
        expect(one.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)).toEqual(inPath);
      }
    }
    expect(JSON.parse(JSON.stringify(document)), 'the document is plain JSON').toEqual(document);
  });

  it('have an example for every body that the server accepts', () => {
    const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
    const withBody = allRoutes.filter(({ declaration }) => declaration.body);
    expect(withBody.length).toBeGreaterThan(5);
    for (const { declaration } of withBody) {
      const described = document.paths[declaration.path]?.[declaration.method.toLowerCase()] as {
        requestBody: { content: Record<string, { example: unknown }> };
      };
      const { example } = Object.values(described.requestBody.content)[0] ?? {};
      const parsed = declaration.body?.safeParse(example);
      expect([declaration.operationId, example, parsed?.error?.issues]).toEqual([declaration.operationId, example, undefined]);
    }
  });

  it('have an example for every answer, which is one that they may give', () => {
    const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
    for (const { declaration } of allRoutes) {
      const { operationId, response, status = 200 } = declaration;
      if (!(response instanceof z.ZodType) || status === 204) continue;
      const described = document.paths[declaration.path]?.[declaration.method.toLowerCase()] as {
        responses: Record<string, { content: Record<string, { example: unknown }> }>;
      };
      const { example } = Object.values(described.responses[status]?.content ?? {})[0] ?? {};
      const parsed = response.safeParse(example);
      expect([operationId, example, parsed.error?.issues]).toEqual([operationId, example, undefined]);
    }
  });

  it('take an Idempotency-Key wherever a program changes something, and If-None-Match wherever one reads', () => {
    const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
    for (const { declaration } of allRoutes) {
      const { method, access, person, rawBody, response } = declaration;
      if (access === 'public' || access === 'scim' || access === 'user' || person || rawBody || !(response instanceof z.ZodType)) continue;
      const described = document.paths[declaration.path]?.[method.toLowerCase()] as { parameters: { name: string; in: string }[] };
      const headers = described.parameters.filter((one) => one.in === 'header').map((one) => one.name);
      expect([declaration.operationId, headers]).toEqual([
        declaration.operationId,
        [method === 'GET' ? 'If-None-Match' : 'Idempotency-Key'],
      ]);
    }
    expect(allRoutes.length).toBeGreaterThanOrEqual(80);
  });

  it('have only references that exist in the document, and describe who may call them', () => {
    const document = openApiDocument(allRoutes, 'http://127.0.0.1:3000');
    const text = JSON.stringify(document);
    for (const [, ref = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = ref.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect([ref, found !== undefined]).toEqual([ref, true]);
    }
    const tags = document.tags.map((tag) => tag.name);
    for (const { declaration } of allRoutes) {
      const described = document.paths[declaration.path]?.[declaration.method.toLowerCase()] as {
        security: Record<string, string[]>[];
        tags: string[];
        responses: Record<string, unknown>;
      };
      expect(described.security.flatMap((one) => Object.keys(one))).toEqual(
        declaration.access === 'public' ? [] : declaration.access === 'scim' ? ['scimToken'] : ['apiKey', 'session'],
      );
      expect(tags).toEqual(expect.arrayContaining(described.tags));
      expect(Object.keys(described.responses)).toContain(String(declaration.status ?? 200));
    }
  });

  it('are public only for sign-up, sign-in, what a link leads to, a browser that shows its secret, the status, and the check of a report by somebody who has no account any more', () => {
    const open = allRoutes.filter(({ declaration }) => declaration.access === 'public').map(({ declaration }) => declaration.operationId);
    expect(open.sort()).toEqual([
      'acceptInvitationAsNewMember',
      'challengePasskey',
      'confirmAddress',
      'getDeletionReportKey',
      'getStatus',
      'lookUpInvitation',
      'openSharedIncident',
      'proposeClientId',
      'renewPushSubscription',
      'requestPasswordReset',
      'resendVerification',
      'resetPassword',
      'signUp',
      'startSingleSignOn',
      'takeAccountBack',
      'verifyDeletionReport',
      'verifyEmail',
    ]);
  });
});
