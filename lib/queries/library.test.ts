import { describe, expect, it } from 'vitest';
import { LIBRARY, libraryQuery, PARAMETER_NAMES, SUBJECTS } from './index.ts';
import { parametersOf } from './parameters.ts';

describe('the query library', () => {
  it('has at least sixty queries, some for each subject, with ids and titles of their own', () => {
    expect(LIBRARY.length).toBeGreaterThanOrEqual(60);
    for (const subject of SUBJECTS)
      expect([subject, LIBRARY.filter((query) => query.subject === subject).length >= 5]).toEqual([subject, true]);
    expect(new Set(LIBRARY.map(({ id }) => id)).size).toBe(LIBRARY.length);
    expect(new Set(LIBRARY.map(({ title }) => title)).size).toBe(LIBRARY.length);
    expect(libraryQuery('unhealthy-objects')?.title).toBe('Objects that are not well');
    expect(libraryQuery('toString')).toBeUndefined();
  });

  it.each(LIBRARY.map((query) => [query.id, query] as const))('%s is described completely', (id, query) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(query.description).toMatch(/^[A-Z].{20,200}\.$/);
    const asked = new Set([...query.cypher.matchAll(/\$(\w+)/g)].map(([, name]) => name));
    asked.delete('now');
    expect([...asked].sort()).toEqual(Object.keys(query.parameters).sort());
    expect(PARAMETER_NAMES).toEqual(expect.arrayContaining(Object.keys(query.parameters)));
    for (const column of Object.keys(query.columns)) expect(query.cypher).toContain(` AS ${column}`);
    expect(query.cypher).toMatch(/ORDER BY [^\n]+$/);
    expect(query.cypher).not.toMatch(/\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL|LOAD|LIMIT)\b/);
    expect(Object.keys(parametersOf(query, query.example)).sort()).toEqual(Object.keys(query.parameters).sort());
  });
});

describe('parameters', () => {
  const query = libraryQuery('changes-of-a-field')!;

  it('have their defaults where they are not given', () => {
    expect(parametersOf(query, { field: '/image', hours: undefined })).toEqual({ field: '/image', cluster: '', namespace: '', hours: 24 });
  });

  it.each([
    ['that is missing', {}, 'field: The query changes-of-a-field needs it.'],
    ['that is empty although it is needed', { field: '' }, 'field: The query changes-of-a-field needs it.'],
    [
      'that the query does not take',
      { field: 'x', kind: 'Pod' },
      'kind: The query changes-of-a-field does not take it. It takes: field, cluster',
    ],
    ['that is too large', { field: 'x', hours: 9_000 }, 'hours: 9000: Too big'],
    ['that is too long', { field: 'x'.repeat(201) }, 'field: xxx'],
  ])('refuse one %s by its name', (_, given, message) => {
    let refusal = '';
    try {
      parametersOf(query, given);
    } catch (error) {
      refusal = `${(error as { parameter: string }).parameter}: ${(error as Error).message}`;
    }
    expect(refusal).toContain(message);
  });
});
