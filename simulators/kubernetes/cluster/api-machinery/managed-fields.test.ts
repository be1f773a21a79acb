import { describe, expect, it } from 'vitest';
import { fieldsSet } from './managed-fields.ts';

describe('managed fields', () => {
  it('list the changed fields, with list items identified by name', () => {
    const before = {
      spec: {
        replicas: 1,
        containers: [
          { name: 'a', image: 'x:1' },
          { name: 'b', image: 'y:1' },
        ],
      },
    };
    const after = {
      spec: {
        replicas: 1,
        containers: [
          { name: 'a', image: 'x:2' },
          { name: 'b', image: 'y:1' },
        ],
      },
    };
    expect(fieldsSet(before, after)).toEqual({ 'f:spec': { 'f:containers': { 'k:{"name":"a"}': { 'f:image': {} } } } });
  });
});
