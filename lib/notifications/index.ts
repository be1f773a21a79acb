/** Notifications: tells the members of a client about their incidents, once for each channel. Adding a channel: see README.md. */
export { CHANNELS, configuredChannels } from './channels/index.ts';
export { deliverNotification, type PendingNotification, pendingNotifications } from './notifications.ts';
