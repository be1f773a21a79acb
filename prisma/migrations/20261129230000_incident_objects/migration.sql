-- What an incident is found by: the objects that are part of it, their namespaces, and the changes that speak for its cause
-- (lib/incidents/involved.ts).
ALTER TABLE incidents
  ADD COLUMN objects text[] NOT NULL DEFAULT '{}',
  ADD COLUMN namespaces text[] NOT NULL DEFAULT '{}',
  ADD COLUMN changes text[] NOT NULL DEFAULT '{}';

UPDATE incidents SET (objects, namespaces) = (
  SELECT coalesce(array_agg(DISTINCT (o->>'kind') || '/' || coalesce(o->>'namespace', '') || '/' || (o->>'name')), '{}'),
         coalesce(array_agg(DISTINCT o->>'namespace') FILTER (WHERE o->>'namespace' IS NOT NULL), '{}')
  FROM (
    SELECT jsonb_path_query(diagnosis, '$.culprit.object') AS o
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.causes[0].object')
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.symptoms[*].object')
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.chain[*].from')
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.chain[*].to')
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.blastRadius.affected[*] ? (@.impact != "at-risk").object')
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.earlier.failed[*]')
  ) AS involved
);
UPDATE incidents SET changes = (
  SELECT coalesce(array_agg(DISTINCT c #>> '{}'), '{}')
  FROM (
    SELECT jsonb_path_query(diagnosis, '$.culprit.changeId') AS c
    UNION ALL SELECT jsonb_path_query(diagnosis, '$.causes[*].evidenceFor[*].source ? (@.type == "change").changeId')
  ) AS evidence
);

CREATE INDEX incidents_objects ON incidents USING gin (objects);
CREATE INDEX incidents_namespaces ON incidents USING gin (namespaces);
CREATE INDEX incidents_changes ON incidents USING gin (changes);
