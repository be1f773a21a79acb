import { inPlace, live, named, OBJECT, object, PLACE, queriesOf } from '../query.ts';

const SINCE = 'c.at >= $now - $hours * 3600000';
const DAY = { ...PLACE, hours: 24 } as const;

/** Who did what, and when. */
export const changeQueries = queriesOf('changes', [
  {
    id: 'recent-changes',
    title: 'Changes of the last hours',
    description: 'What somebody created or edited, with the fields, the latest first.',
    parameters: DAY,
    columns: { at: 'time', object: 'object', change: 'text', by: 'text', fields: 'fields' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE ${SINCE} AND ${live('n')}
RETURN c.at AS at, ${object('n')} AS object, c.op AS change, c.by AS by, c.fields AS fields ORDER BY at DESC, c.key`,
  },
  {
    id: 'deletions',
    title: 'What was deleted',
    description: 'Objects that were deleted in the last hours and belonged to no other object, the latest first.',
    parameters: DAY,
    columns: { at: 'time', object: 'object' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE c.op = 'deleted' AND ${SINCE} AND ${inPlace('n')}
RETURN c.at AS at, ${object('n')} AS object ORDER BY at DESC, c.key`,
  },
  {
    id: 'creations',
    title: 'What was created',
    description: 'Objects that were created in the last hours and belong to no other object, the latest first.',
    parameters: DAY,
    columns: { at: 'time', object: 'object', by: 'text', health: 'health' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE c.op = 'created' AND ${SINCE} AND ${live('n')}
RETURN c.at AS at, ${object('n')} AS object, c.by AS by, n.health AS health ORDER BY at DESC, c.key`,
  },
  {
    id: 'changes-by-author',
    title: 'Who changed how much',
    description: 'How many changes each person or program made in the last hours, and to how many objects.',
    parameters: DAY,
    columns: { by: 'text', changes: 'number', objects: 'number', lastAt: 'time' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE ${SINCE} AND ${inPlace('n')}
WITH coalesce(c.by, 'unknown') AS by, count(DISTINCT c) AS changes, count(DISTINCT n) AS objects, max(c.at) AS lastAt
RETURN by AS by, changes AS changes, objects AS objects, lastAt AS lastAt ORDER BY changes DESC, by`,
  },
  {
    id: 'most-changed-objects',
    title: 'Objects that change most',
    description: 'How often each object was changed in the last hours.',
    parameters: { ...DAY, least: 1 },
    columns: { object: 'object', changes: 'number', lastAt: 'time' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE ${SINCE} AND ${live('n')}
WITH n, count(c) AS changes, max(c.at) AS lastAt WHERE changes >= $least
RETURN ${object('n')} AS object, changes AS changes, lastAt AS lastAt ORDER BY changes DESC, n.key`,
  },
  {
    id: 'changed-and-unhealthy',
    title: 'Changed, and not well now',
    description: 'Objects that were changed in the last hours and are failing or degraded now: where to look first.',
    parameters: DAY,
    columns: { object: 'object', health: 'health', reason: 'text', at: 'time', by: 'text', fields: 'fields' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE ${SINCE} AND ${live('n')} AND n.health IN ['failing', 'degraded']
RETURN ${object('n')} AS object, n.health AS health, n.healthReason AS reason, c.at AS at, c.by AS by, c.fields AS fields ORDER BY at DESC, c.key`,
  },
  {
    id: 'changes-of-a-field',
    title: 'Changes of a field',
    description: 'Changes whose fields have a given part in their path, such as /spec/replicas or /image.',
    parameters: { field: null, ...DAY },
    example: { field: '/spec/replicas' },
    columns: { at: 'time', object: 'object', by: 'text', fields: 'fields' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE c.fields CONTAINS $field AND ${SINCE} AND ${inPlace('n')}
RETURN c.at AS at, ${object('n')} AS object, c.by AS by, c.fields AS fields ORDER BY at DESC, c.key`,
  },
  {
    id: 'changes-of-images',
    title: 'Changes of images',
    description: 'Which image a container had and which it got.',
    parameters: DAY,
    columns: { at: 'time', object: 'object', by: 'text', fields: 'fields' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE c.fields CONTAINS '/image"' AND ${SINCE} AND ${inPlace('n')}
RETURN c.at AS at, ${object('n')} AS object, c.by AS by, c.fields AS fields ORDER BY at DESC, c.key`,
  },
  {
    id: 'changes-of-configuration',
    title: 'Changes of configuration, and who uses it',
    description: 'Changes of ConfigMaps and Secrets, with how many objects use each: they reach further than they look.',
    parameters: DAY,
    columns: { at: 'time', object: 'object', by: 'text', fields: 'fields', users: 'number' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE n.kind IN ['ConfigMap', 'Secret'] AND ${SINCE} AND ${live('n')}
OPTIONAL MATCH (n)<-[r:USES_CONFIG|USES_SECRET]-(m:Resource) WHERE r.until IS NULL AND m.deletedAt IS NULL
WITH c, n, count(m) AS users
RETURN c.at AS at, ${object('n')} AS object, c.by AS by, c.fields AS fields, users AS users ORDER BY at DESC, c.key`,
  },
  {
    id: 'changes-of-an-object',
    title: 'History of an object',
    description: 'Every change of one object that is kept, the latest first.',
    parameters: OBJECT,
    example: { kind: 'Deployment', name: 'web' },
    columns: { at: 'time', change: 'text', by: 'text', fields: 'fields' },
    cypher: `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE ${named('n')}
RETURN c.at AS at, c.op AS change, c.by AS by, c.fields AS fields ORDER BY at DESC, c.key`,
  },
]);
