import { ClusterName } from '../cluster-name.tsx';
import { ObjectName } from '../graph/object-link.tsx';
import { SEVERITY } from '../incidents/words.ts';
import { Link } from '../ui/link.tsx';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { FieldDiffs } from './field-diffs.tsx';
import { byObject, type Change, type ChangeGroup, fieldName, type IncidentOfChanges, type ObjectChanges, objectsText } from './words.ts';

const OPS = {
  created: { tone: 'good', word: 'Created' },
  updated: { tone: 'info', word: 'Updated' },
  deleted: { tone: 'bad', word: 'Deleted' },
} as const;
const MAX_FIELD_NAMES = 3;

/** Changes by what was done: each group with its time, who did it, what it changed, and the incidents that it explains. */
export function ChangeList({ groups, incidents }: { groups: readonly ChangeGroup[]; incidents: readonly IncidentOfChanges[] }) {
  return (
    <ul className="divide-y">
      {groups.map((group) => {
        const keys = new Set(group.changes.map(({ key }) => key));
        return <Group key={group.key} group={group} incidents={incidents.filter(({ changes }) => changes.some((key) => keys.has(key)))} />;
      })}
    </ul>
  );
}

function Group({ group, incidents }: { group: ChangeGroup; incidents: readonly IncidentOfChanges[] }) {
  const objects = byObject(group.changes);
  const [only] = objects;
  return (
    <li className="flex min-w-0 flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          {objects.length === 1 && only ? <ObjectHead changed={only} /> : <span className="font-medium">{objectsText(objects)}</span>}
        </div>
        <span className="text-sm text-ink-2">
          {group.by && <code className="font-mono">{group.by}</code>}
          {group.by && ', '}
          <ClusterName name={group.cluster} />, <When ms={group.to} />
        </span>
      </div>
      {incidents.length > 0 && <LinkedIncidents incidents={incidents} group={group} />}
      {objects.length === 1 && only ? <Diffs changes={only.changes} /> : <Objects objects={objects} />}
    </li>
  );
}

function ObjectHead({ changed: { object, changes } }: { changed: ObjectChanges }) {
  return (
    <>
      <Badge tone={OPS[overall(changes)].tone}>{OPS[overall(changes)].word}</Badge>
      <ObjectName {...object} resourceKey={object.resource} />
    </>
  );
}

/** What became of an object by its changes, latest first. */
function overall(changes: readonly Change[]): Change['op'] {
  if (changes[0]?.op === 'deleted') return 'deleted';
  return changes.some(({ op }) => op === 'created') ? 'created' : 'updated';
}

function Diffs({ changes }: { changes: readonly Change[] }) {
  return changes.map((change) => change.op === 'updated' && <FieldDiffs key={change.key} fields={change.fields} />);
}

/** The objects of a group, each with the names of its changed fields; the values are one click away. */
function Objects({ objects }: { objects: readonly ObjectChanges[] }) {
  return (
    <details>
      <summary className="cursor-pointer text-sm text-ink-2">{summary(objects)}</summary>
      <ul className="mt-2 flex flex-col gap-3 border-l pl-3">
        {objects.map((changed) => (
          <li key={changed.object.resource} className="flex min-w-0 flex-col gap-1">
            <span className="flex flex-wrap items-center gap-2">
              <ObjectHead changed={changed} />
            </span>
            <Diffs changes={changed.changes} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The fields that changed most often in a group, so that it need not be opened to be understood. */
function summary(objects: readonly ObjectChanges[]): string {
  const fields = new Map<string, number>();
  for (const { changes } of objects)
    for (const { fields: changed } of changes) {
      for (const { path } of changed) fields.set(fieldName(path), (fields.get(fieldName(path)) ?? 0) + 1);
    }
  const names = [...fields].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([name]) => name);
  if (names.length === 0) return 'Show the objects';
  const rest = names.length - MAX_FIELD_NAMES;
  return `${names.slice(0, MAX_FIELD_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function LinkedIncidents({ incidents, group }: { incidents: readonly IncidentOfChanges[]; group: ChangeGroup }) {
  const isOfGroup = (key: string | undefined) => group.changes.some((change) => change.key === key);
  return (
    <ul className="flex flex-col gap-1">
      {incidents.map(({ id, number, title, severity, status, culprit }) => (
        <li key={id} className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone={status === 'open' ? SEVERITY[severity].tone : 'neutral'}>{status === 'open' ? 'Open' : 'Recovered'}</Badge>
          <span className="min-w-0 break-words">
            {isOfGroup(culprit) ? 'Most likely began' : 'Speaks for the cause of'}{' '}
            <Link href={`/incidents/${id}`} className="font-medium hover:underline">
              incident #{number}: {title}
            </Link>
          </span>
        </li>
      ))}
    </ul>
  );
}
