import { shortened } from '#lib/text/index.ts';
import type { Channel } from '../channel.ts';
import { post } from '../http.ts';
import { headlineOf, type Item, type Message, TEST_TEXT, wordsOf } from '../message.ts';

/** Teams takes messages of at most 28 KB (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). */
const MAX_ITEMS = 20;
const COLOURS = { critical: 'attention', major: 'warning', minor: 'default' } as const;

/** Microsoft Teams: the workflow “Post to a channel when a webhook request is received” gets an Adaptive Card. */
export const teams: Channel = {
  name: 'teams',
  title: 'Microsoft Teams',
  secretFields: ['url'],
  // The limit of a channel of Teams: one message a second (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
  intervalMs: 1_000,
  takesDigests: true,

  async send(message, { secrets }, now) {
    const request = { body: JSON.stringify(cardMessage(message)), headers: { 'Content-Type': 'application/json' } };
    const { status, text } = await post(String(secrets.url), request, now);
    return { answer: shortened(text || `Status ${status}`, 500), reached: 'Notified Microsoft Teams' };
  },
};

/** What a workflow takes: a message with one Adaptive Card. */
function cardMessage(message: Message) {
  const [only] = message.items;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: bodyOf(message),
    ...(message.items.length === 1 &&
      only && {
        actions: [
          { type: 'Action.OpenUrl', title: 'Open incident', url: only.incident.url },
          ...(only.event === 'resolved'
            ? []
            : [{ type: 'Action.OpenUrl', title: 'Acknowledge', url: `${only.incident.url}?do=acknowledge` }]),
        ],
      }),
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }] };
}

function bodyOf(message: Message): object[] {
  const [only] = message.items;
  const title = text(headlineOf(message), { weight: 'bolder', size: 'medium' });
  if (!only) return [title, text(TEST_TEXT)];
  if (message.items.length === 1) return [title, ...detailsOf(only)];
  const shown = message.items.slice(0, MAX_ITEMS);
  const hidden = message.items.length - shown.length;
  return [
    title,
    ...shown.map(({ event, incident }) =>
      text(`${wordsOf(event)}: [Incident ${incident.number}](${incident.url}) in ${plain(incident.clusterName)}: ${plain(incident.title)}`),
    ),
    ...(hidden > 0 ? [text(`${hidden} more are in the portal.`)] : []),
  ];
}

function detailsOf({ event, incident, text: said }: Item): object[] {
  if (event === 'cause_changed' || event === 'acknowledged' || event === 'resolved') return [text(plain(said, 1_500))];
  const facts = [
    { title: 'Cluster', value: incident.clusterName },
    { title: 'Severity', value: incident.severity },
    ...(incident.namespaces.length > 0 ? [{ title: 'Namespace', value: shortened(incident.namespaces.join(', '), 300) }] : []),
    ...(incident.tier ? [{ title: 'Cause', value: incident.tier }] : []),
  ];
  return [
    ...(incident.summary ? [text(plain(incident.summary, 2_000), { color: COLOURS[incident.severity] })] : []),
    ...(incident.change ? [text(`Probably since: ${plain(incident.change, 1_000)}`)] : []),
    { type: 'FactSet', facts },
  ];
}

const text = (value: string, more: object = {}) => ({ type: 'TextBlock', text: shortened(value, 3_000), wrap: true, ...more });

/** Text from a cluster in a TextBlock: what Markdown would make a link or an emphasis of is escaped. */
function plain(value: string, max = 300): string {
  return shortened(value, max).replace(/([\\[\]()*_`])/g, '\\$1');
}
