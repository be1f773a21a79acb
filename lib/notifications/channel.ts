import type { DeclaredSettings } from '#lib/platform/env.ts';

/** What a channel tells the members of a client about one of their incidents. */
export interface Notification {
  /** The client. */
  tenantId: string;
  incident: {
    id: string;
    /** Counts the client's incidents, starting at 1. */
    number: number;
    cluster: string;
    title: string;
    /** How certain the first cause is; null while the cause is unknown. */
    tier: string | null;
    /** The address of the incident in the portal. */
    url: string;
  };
  /** The client's members with a confirmed email address. */
  recipients: { name: string; email: string }[];
}

/** A way to reach people. */
export interface Channel {
  /** Part of the incident's history kind (`notified_<name>`), so it must not change: lower-case letters only. */
  name: string;
  /** The environment variable that turns it on, which is named where no channel is configured. */
  variable: string;
  /** Settings of its own; `settingsOf` returns their values. They are checked at the start with all others. */
  settings?: DeclaredSettings;
  /** Whether this installation can deliver through the channel. One that is not configured is skipped. */
  isConfigured(): boolean;
  /**
   * Delivers a notification and returns the line for the incident's history.
   * Throws when the delivery fails; it is then retried as a whole.
   */
  deliver(notification: Notification): Promise<string>;
}
