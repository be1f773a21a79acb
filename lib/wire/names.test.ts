import { describe, expect, it } from 'vitest';
import { apiKeyPrefix, clientIdOfApiKey, graphDatabaseName, isClientId, kafkaUser, proposeClientId, STREAMS, topicName } from './names.ts';

describe('names of a client', () => {
  it.each(['acme', 'acme-prod-us-east-1', 'a1b', `a${'b'.repeat(39)}`])('takes %s as client id', (id) => expect(isClientId(id)).toBe(true));

  it.each(['', 'ab', 'Acme', '1acme', 'acme-', '-acme', 'ac_me', 'ac.me', 'acme corp', `a${'b'.repeat(40)}`, 'acme\n', 'ácme'])(
    'refuses %j as client id',
    (id) => {
      expect(isClientId(id)).toBe(false);
      for (const make of [kafkaUser, graphDatabaseName, apiKeyPrefix]) expect(() => make(id)).toThrow(RangeError);
      expect(() => topicName(id, STREAMS[0])).toThrow(RangeError);
    },
  );

  it("never names one client's topic so that another's name is its beginning up to the dot", () => {
    expect(topicName('acme-corp', 'logs.normalized').startsWith('acme.')).toBe(false);
  });

  it('reads the client out of a key of the right form and out of nothing else', () => {
    const key = `${apiKeyPrefix('acme-prod')}${'x'.repeat(32)}`;
    expect(clientIdOfApiKey(key)).toBe('acme-prod');
    for (const bad of [`${key}y`, key.slice(0, -1), key.replace('live', 'test'), `kg_live_Acme_${'x'.repeat(32)}`, 'kg_live_acme_'])
      expect(clientIdOfApiKey(bad)).toBeUndefined();
  });

  it.each([
    ['Acme Corp.', 'acme-corp'],
    ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
    ['3M', 'client-m'],
    ['株式会社', 'client'],
    ['  --  ', 'client'],
    ['A', 'client-a'],
    ['An Extraordinarily Long Company Name Incorporated', 'an-extraordinarily-long-company'],
  ])('proposes for %j the id %s', (company, id) => {
    expect(proposeClientId(company)).toBe(id);
    expect(isClientId(id)).toBe(true);
  });
});
