// Written by packages/client/generate.ts from the OpenAPI document. Do not edit.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
export interface paths {
    "/api/v1/accepted-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation with a new account, with the token from the mail. */
        post: operations["acceptInvitationAsNewMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account-recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Undo a change that you did not make, with the token from the mail about it: every session and link of the account ends, and what was changed is removed. Returns a token to choose a new password with. */
        put: operations["takeAccountBack"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/address-confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Confirm a new email address with the token from the mail. Every session of the account ends. */
        put: operations["confirmAddress"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/announcements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an announcement away. */
        delete: operations["removeAnnouncement"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/announcements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is announced to everybody at the top of the portal, planned and past announcements included. */
        get: operations["listAnnouncements"];
        put?: never;
        /** Announce something to everybody at the top of the portal, between two times. */
        post: operations["addAnnouncement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the audit logs of all clients, a page of clients at a time: whether an entry was changed, removed or put in between. */
        get: operations["verifyAuditLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the audit log of the installation as CSV, newest first. The hashes tie each entry to the one before. */
        get: operations["exportInstallationAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the audit log of the installation, newest first: sign-ins of the staff, their tokens, accounts that belong to no client. */
        get: operations["listInstallationAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/contracts/{contract}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a contract now. The client falls back to the limits of the Enterprise plan. */
        delete: operations["endContract"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the contracts of a client, the newest first. */
        get: operations["listContracts"];
        put?: never;
        /** Make a contract with a client: limits and prices of its own, on the Enterprise plan, from its start to its end. */
        post: operations["makeContract"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a client credit, which its next invoices use up. `requestId` makes a repetition harmless. */
        post: operations["creditClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/features/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Switch a feature on or off for one client. It is recorded in the audit log of the client, and takes effect within ten seconds. */
        put: operations["switchClientFeature"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List which features a client has, and what was decided for it alone. */
        get: operations["listClientFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/grace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a client time to pay: until then failed payments do not suspend it. The client is told. */
        put: operations["grantGrace"];
        post?: never;
        /** Take back the time that a client was given to pay. */
        delete: operations["endGrace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/graph-rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rebuild a client's graph from its event log. The current graph stays in use until the new one replaces it. */
        post: operations["rebuildClientGraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/impersonation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** See a client’s account as its members do, without changing anything, for an hour. The client is told, with the reason. */
        post: operations["visitClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/invoices/{invoice}/credit-notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct an invoice by a credit note, with or without a refund. `requestId` makes a repetition harmless. */
        post: operations["correctInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/notes/{note}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the text of a note about a client. */
        put: operations["editClientNote"];
        post?: never;
        /** Delete a note about a client. */
        delete: operations["deleteClientNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the staff have noted about a client, the newest first. The client never sees it. */
        get: operations["listClientNotes"];
        put?: never;
        /** Note something about a client, in Markdown, for the staff alone. */
        post: operations["addClientNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retry the provisioning of a client, from the first step that is not done. */
        post: operations["retryProvisioning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a client with its provisioning, usage, invoices and latest audit log entries. */
        get: operations["getClient"];
        put?: never;
        post?: never;
        /** Close a client permanently: its API keys are revoked, and its graph, streams and credentials are deleted. Invoices and the audit log are kept. The client ID is never reused. */
        delete: operations["closeClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Suspend a client: its data is kept, but new data is refused. The reason is recorded in the client's audit log. */
        put: operations["suspendClient"];
        post?: never;
        /** Resume a suspended client. The reason is recorded in the client's audit log. */
        delete: operations["resumeClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients/{id}/usage-recomputation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compute the billed days of a client anew from its hours, and say what differs from what was stored. */
        post: operations["recomputeUsage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the clients of this provider, ordered by client ID. */
        get: operations["listClients"];
        put?: never;
        /** Create a client and provision it. The response contains its full API key, this one time. */
        post: operations["createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/cost-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a unit of usage costs the provider, in cents. */
        get: operations["getCostRates"];
        /** Set what a unit of usage costs the provider, in cents. */
        put: operations["setCostRates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Append the record of a dead letter to its stream again. Responds with 409 if it has already been resolved or would be rejected again. This is recorded in the client's audit log. */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the full record of a dead letter as it was received; lists only contain its beginning. */
        get: operations["downloadDeadLetterRecord"];
        put?: never;
        post?: never;
        /** Discard a dead letter. It stays visible. This is recorded in the client's audit log. */
        delete: operations["discardDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the dead letters (rejected records) of one client or of all clients, newest first. */
        get: operations["listAllDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deletions that clients asked for, newest first, with the signed reports of those that are done. */
        get: operations["listDeletions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/features/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Switch a feature on or off for every client for which nothing else was decided. It takes effect within ten seconds. */
        put: operations["switchFeature"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the features that can be switched off, and the clients for which something else was decided than for the installation. */
        get: operations["listFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/health-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how the installation was in the last day, every five minutes, or in the last 90 days, by day. */
        get: operations["getHealthHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/jobs/{queue}/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a job that failed for good tried again. */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the queues of the installation with the number of their jobs by state, and the jobs that failed last. */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/meter-reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare usage with Stripe's meters: what waits to be sent, and the newest nightly comparisons. */
        get: operations["getMetering"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/overdue-invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invoices that could not be charged, or were not transferred in time, the oldest first. Money is in cents. */
        get: operations["listOverdueInvoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clients, revenue, failing set-ups, work that was skipped because it failed, the record balance of each client, component health, and the capacity of the graph servers. Money is in cents. */
        get: operations["getProviderOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/plans/{plan}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give all clients on older versions of a plan its newest one, from a day on. They are told now. */
        post: operations["migrateClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/plans/{plan}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new version of a plan. New clients get it; others keep theirs until they are migrated. */
        post: operations["createPlanVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all versions of the plans, with how many clients are on each and what each changed. */
        get: operations["listPlanVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/revenue/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what clients paid and cost in a month, those that paid most first. Money is in cents. */
        get: operations["listClientMargins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/revenue/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the months, or with `month` what each client paid and cost in it, as CSV. Money is in cents. */
        get: operations["exportRevenue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get recurring revenue, churn and what was paid, with the last twelve months. Money is in cents. */
        get: operations["getRevenue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/secret-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how many stored secrets are not encrypted with the current SECRET_KEY yet. When none remain, SECRET_KEY_OLD can be removed. */
        get: operations["getSecretKeyRotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/staff-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token of the staff immediately. Repeating the call changes nothing. */
        delete: operations["revokeStaffToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/staff-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tokens of the staff. The tokens themselves are never returned. */
        get: operations["listStaffTokens"];
        put?: never;
        /** Create a token for one of the provider’s programs. The response contains the token, this one time. */
        post: operations["createStaffToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-events/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Process an event of Stripe again. The state is read from Stripe, so a repetition does no harm. */
        post: operations["replayStripeEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events of Stripe, newest first, with whether and when they were processed. */
        get: operations["listStripeEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-simulation/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let the next charges of a customer's card at the simulated Stripe fail for a reason, or with null go through again. */
        put: operations["failStripeCard"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-simulation/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the time of the simulated Stripe forward: by some days, to whatever is due next, or to the next invoice. What falls due on the way happens. */
        post: operations["turnStripeClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The simulated Stripe: its time, what comes next, its customers and cards. There is none where Stripe is real. */
        get: operations["getStripeSimulation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stripe-simulation/webhook-faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set what goes wrong with the webhooks of the simulated Stripe: sent twice, out of order, late, or not at all. */
        put: operations["setStripeWebhookFaults"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the agent package as a zip file: Helm chart, values with the agent's key, install.sh, README.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        get: operations["downloadAgentPackage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alertmanager/{cluster}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive alerts from a webhook of Alertmanager (version 4). They become evidence of incidents of the cluster.
         * @description An API key with the permission alerts, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["receiveAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key. The response contains the new key, this one time; the old one stays valid for the overlap.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key immediately. Repeating the call changes nothing.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of the client. The keys themselves are never returned.
         * @description An API key with the permission read, or a session with at least the role member. Counts as an API call of the plan.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key. The response contains the full key, this one time.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the audit log of the account as CSV, newest first. The hashes tie each entry to the one before.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log of the account, newest first.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the address for invoices and other mails about money. Without one they go to the owners.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        put: operations["setBillingContact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/invoices/{id}/usage/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the usage behind an invoice as CSV: by hour, cluster and stream.
         * @description An API key with the permission read, or a session with at least the role admin. Does not count as an API call.
         */
        get: operations["exportInvoiceUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/invoices/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain the overage of an invoice: its lines, and the usage of each day with what the plan included.
         * @description An API key with the permission read, or a session with at least the role admin. Does not count as an API call.
         */
        get: operations["explainInvoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Charge all overdue invoices now. A client that was suspended for them resumes.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["payOverdueInvoices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/plan-changes/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a change of plan would do: what is charged now, to the cent, and when it takes effect. Changes nothing.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["previewPlanChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/plan-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the plan as it was previewed: an upgrade at once, a downgrade at the end of the period that is paid for.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["changePlan"];
        /**
         * Take back a planned downgrade or cancellation.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        delete: operations["keepPlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a session of Stripe's customer portal, for card, tax data and invoices.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["openBillingPortal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the subscription, this month's estimated bill and the invoices, as last synchronised from Stripe. Money is in cents.
         * @description An API key with the permission read, or a session with at least the role admin. Does not count as an API call.
         */
        get: operations["getBilling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/spend-cap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the most overage of a month, in cents, or remove it with null. At a hard cap usage above the plan is refused; a soft one only tells.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        put: operations["setSpendCap"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/change-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes by what was done, newest first: those that one program made to one cluster within a minute of each other are one group, such as an upgrade of a Helm release.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listChangeGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes to objects, newest first, with the fields before and after, the time and, if known, the author, and the incidents that they explain.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a checkout session at Stripe for a paid plan.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["openCheckout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/client-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Propose a client ID for a company name, or check whether a client ID is available. */
        get: operations["proposeClientId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}/risks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is wrong in a cluster before anything fails, the worst first, and what could not be checked.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listRisks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a cluster whose agent no longer reports. Its objects, events, logs and changes leave the graph; its incidents and usage stay.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        delete: operations["removeCluster"];
        options?: never;
        head?: never;
        /**
         * Set what a cluster is called in the portal and in notifications. Its name in the API stays.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        patch: operations["renameCluster"];
        trace?: never;
    };
    "/api/v1/clusters/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an agent's heartbeat: its components, the objects it watches, and its buffer.
         * @description An API key with the permission ingest, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the clusters with the health of their agents.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/console-queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last 500 queries that were run in the query console, newest first.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["listConsoleQueries"];
        put?: never;
        /**
         * Run a Cypher query of your own on the graph of the account. It only reads, one at a time, for at most 10 seconds, 30 times a minute.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["runConsoleQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-export/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the archive of the last export (.tar.gz), with the ticket of requestDataExportDownload.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["downloadDataExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-export/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the address of the archive of the last export. It is valid for five minutes, in the same account. Recorded in the audit log.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["requestDataExportDownload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the state of the last export of the account's data.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["getDataExport"];
        put?: never;
        /**
         * Start an export of all of the account's data. One at a time, and at most one an hour; the archive of the last one is removed.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["startDataExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the client's dead letters (rejected records), newest first, with the reason and the beginning of each record.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/default-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the client's default API key. It is returned only once; afterwards, and before it exists, the response is null.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        post: operations["takeDefaultKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletion-report-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the public key (Ed25519, PEM) with which this installation signs the reports of deletions. */
        get: operations["getDeletionReportKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletion-report-verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a report of a deletion: whether this installation signed it, and nothing in it was changed since. */
        post: operations["verifyDeletionReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get whether the deletion of the account was asked for, and when it begins.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getDeletion"];
        put?: never;
        /**
         * Ask for the deletion of the account and all of its data. Data is refused at once; the deletion begins after the grace period and cannot be undone from then on.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        post: operations["requestDeletion"];
        /**
         * Take the request for the deletion of the account back, within the grace period. Data is accepted again.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        delete: operations["withdrawDeletion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message about an incident once more, as it was and with the same id.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages to a destination of the last 30 days, newest first: their state, attempts and the answer.
         * @description An API key with the permission read, or a session with at least the role member. Counts as an API call of the plan.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a destination with its rules. Its secrets are never returned.
         * @description An API key with the permission read, or a session with at least the role member. Counts as an API call of the plan.
         */
        get: operations["getDestination"];
        put?: never;
        post?: never;
        /**
         * Remove a destination with its delivery log. What waits to be sent is not sent.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        delete: operations["removeDestination"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a destination. What is not named stays as it is; rules are replaced as a whole.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        patch: operations["changeDestination"];
        trace?: never;
    };
    "/api/v1/destinations/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the secret that signs the messages of a webhook. The response contains the new one, this one time; until the overlap ends messages are signed with both.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["rotateSigningSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message at once. The response says whether it was taken, and what was answered.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["testDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where the client is told of its incidents, and which kinds of destinations this installation cannot reach.
         * @description An API key with the permission read, or a session with at least the role member. Counts as an API call of the plan.
         */
        get: operations["listDestinations"];
        put?: never;
        /**
         * Add a destination. The response to a new webhook contains the secret that signs its messages, this one time.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["addDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diagnoses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Diagnose a whole cluster now. Counts as an RCA query.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["diagnoseCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dump-diagnoses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Diagnose a dump of a cluster that no agent watches. Nothing of it is stored. Counts as an RCA query.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["diagnoseDump"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/email-verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Confirm an email address with the token from the mail. In the browser that signed up this opens a session, as isSignedIn says. */
        put: operations["verifyEmail"];
        /** Send the confirmation mail again. The response does not reveal whether the account exists. */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the graph of the account holds: labels of nodes, kinds of objects, types of relations, and their properties.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getGraphSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health-summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the workloads and nodes of each cluster by health.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getHealthSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incident-views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a view that you keep.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        delete: operations["removeIncidentView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incident-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the views of the list of incidents that you keep.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listIncidentViews"];
        put?: never;
        /**
         * Keep filters of the list of incidents under a name, for yourself.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        post: operations["saveIncidentView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/comments/{commentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a comment of your own.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        delete: operations["removeComment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on an incident in Markdown. Members that it mentions, as @ and their address, are told by mail.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["addComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/diagnoses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Diagnose an incident again with the current data. Counts as an RCA query.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["diagnoseIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the objects of an incident as they are now, and the events and log lines about them from shortly before it until shortly after.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getIncidentEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the first cause of an incident, or say which cause, on which object, was the right one.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["addFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/links/{otherId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Link two incidents as related.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        put: operations["linkIncidents"];
        post?: never;
        /**
         * Take a link between two incidents away.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        delete: operations["unlinkIncidents"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an incident as Markdown or JSON, or a draft of its postmortem in Markdown.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["exportIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that an incident is done, and what it was. It closes by itself when nothing fails any more.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        put: operations["resolveIncident"];
        post?: never;
        /**
         * Take back that an incident is done.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        delete: operations["unresolveIncident"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an incident with its diagnosis, history and feedback.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Acknowledge, assign or snooze an incident. What is not given stays as it is.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        patch: operations["updateIncident"];
        trace?: never;
    };
    "/api/v1/incidents/{id}/shares/{shareId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Make a link that shows an incident invalid at once.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        delete: operations["revokeShare"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the valid links that show an incident to people without an account.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listShares"];
        put?: never;
        /**
         * Make a link that shows an incident, and nothing else, to whoever has it. The link is in this answer only.
         * @description An API key with the permission write, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["shareIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the past incidents that are most similar to this one, by cause and by the shape of the propagation, most similar first.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listSimilarIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how often the first cause was right, according to the feedback of the client.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getAccuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the incidents of the client, newest first, each with its first cause.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the incidents that began on each UTC day, by severity, and say how long they took to recover.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getIncidentTrend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ingest/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a batch of records to one stream: {"records": [message, ...]}, plain or gzip. The response has a result for every record: a duplicate was sent before and is not billed, and a rejected record is stored as a dead letter.
         * @description An API key with the permission ingest, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation-lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what an invitation is for, with the token from the mail. */
        post: operations["lookUpInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again, with a new link. The old link stops working.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation. Its link stops working.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody by mail to join the client. An open invitation of the same address is replaced.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how near the client is to each limit of its plan and to its spend cap, as last compared. Bytes for storage, cents for spend.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send a link to a new email address, which replaces yours once the link is opened. */
        put: operations["requestAddressChange"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/authentications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove again who you are, with your password (and code) or a passkey. Operations on keys, members, billing and deletion ask for it after 15 minutes. */
        post: operations["confirmIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Work for another of the clients that you belong to. */
        put: operations["switchClient"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/impersonation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End the visit to a client’s account. */
        delete: operations["leaveClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation that was sent to your email address. Your session then works for that client. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkey-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what a browser needs to make a passkey (PublicKeyCredentialCreationOptions of WebAuthn). */
        post: operations["offerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove one of your passkeys. */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add the passkey that your browser made. Returns recovery codes with your first second factor, this one time. */
        post: operations["addPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password. Every other session ends. An account without a password sets its first. */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your profile. */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your name, theme or time zone. */
        patch: operations["updateProfile"];
        trace?: never;
    };
    "/api/v1/me/push-subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop to notify one of your browsers.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        delete: operations["removePushSubscription"];
        options?: never;
        head?: never;
        /**
         * Change of which severities one of your browsers is notified.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        patch: operations["changePushSubscription"];
        trace?: never;
    };
    "/api/v1/me/push-subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test notification to one of your browsers. The response says whether its push service took it, and what was answered.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        post: operations["testPushSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your browsers that are notified of the incidents of the client, and get the key with which a browser subscribes.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listPushSubscriptions"];
        put?: never;
        /**
         * Notify one of your browsers of incidents. A browser that is notified already gets the new keys and severities.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        post: operations["addPushSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace your recovery codes. The response contains the new ones, this one time; the old ones are void. */
        post: operations["replaceRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the current user or key, its client, and what is simulated on this installation. */
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how you can sign in: password, authenticator app, passkeys and recovery codes. */
        get: operations["getSecurity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions. */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your sessions: where you are signed in. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End all your sessions but this one. */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put the authenticator app in force with a code of it. Returns recovery codes with your first second factor, this one time. */
        put: operations["confirmTotp"];
        /** Get a secret for an authenticator app. It is in force once you confirm it with a code. */
        post: operations["offerTotp"];
        /** Remove your authenticator app. */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}/ownership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make another member an owner, and yourself an admin.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        post: operations["transferOwnership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member, or leave: everybody can remove themselves.
         * @description An API key with the permission write, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change the role of a member.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of the client and the open invitations.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/onboarding/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Switch from a paid plan that has not been paid for to the Free plan.
         * @description An API key with the permission write, or a session with at least the role owner. Does not count as an API call.
         */
        put: operations["takeFreePlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the onboarding progress: payment, provisioning, install command and first data.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getOnboarding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/otlp/{cluster}/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive logs and Kubernetes events from an OpenTelemetry collector (OTLP/HTTP, protobuf or JSON). The answer has a partial success when some were not taken.
         * @description An API key with the permission ingest, or a session with at least the role owner. Does not count as an API call.
         */
        post: operations["receiveOtlpLogs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the data of the dashboard: clusters, open incidents, plan usage and the estimated bill.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passkey-challenges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get what a browser needs to sign in with a passkey (PublicKeyCredentialRequestOptions of WebAuthn). */
        post: operations["challengePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a new password with the token from the mail. Ends every session. */
        put: operations["resetPassword"];
        /** Send a password reset link. The response does not reveal whether the account exists. */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of provisioning: each step with its status.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push-subscription-renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on notifying a browser whose push service has replaced its subscription. The earlier one proves which browser it is. */
        post: operations["renewPushSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries/{id}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run a named query and download its rows as CSV, at most 5000. Times are in ISO 8601.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["exportQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a named query of the library: what it lists, its parameters, its columns and its text.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run a named query on the graph of the account. It takes the parameters that its description lists.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["runQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the named queries of the library, with their parameters and columns.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listQueries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resources/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a resource with its relations, events, log patterns, alerts and changes. The key is <cluster>/<uid>.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getResource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List live resources, all of them or those whose name, kind or namespace contains every word of a query, the closest names first.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["listResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sample-cluster/faults/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Turn a fault of the sample cluster on or off.
         * @description An API key with the permission write, or a session with at least the role member. Does not count as an API call.
         */
        put: operations["switchSampleFault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sample-cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the sample cluster of this client and its faults (only on a local installation).
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getSampleCluster"];
        put?: never;
        /**
         * Attach the sample cluster: the real agent on a simulated Kubernetes cluster.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        post: operations["attachSampleCluster"];
        /**
         * Detach the sample cluster. Its data is kept.
         * @description An API key with the permission write, or a session with at least the role admin. Does not count as an API call.
         */
        delete: operations["detachSampleCluster"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token of the directory.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        delete: operations["revokeScimToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens of the directory. The tokens themselves are never returned.
         * @description An API key with the permission read, or a session with at least the role owner. Counts as an API call of the plan.
         */
        get: operations["listScimTokens"];
        put?: never;
        /**
         * Make a token with which a directory keeps the members in step (SCIM). The response contains it, this one time.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        post: operations["createScimToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim/v2/ResourceTypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SCIM: which resources there are. */
        get: operations["getScimResourceTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim/v2/Schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SCIM: the attributes of users. */
        get: operations["getScimSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim/v2/ServiceProviderConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SCIM: what SCIM supports here. */
        get: operations["getScimServiceProviderConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scim/v2/Users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SCIM: get a user. */
        get: operations["getScimUser"];
        /** SCIM: replace a user. */
        put: operations["replaceScimUser"];
        post?: never;
        /** SCIM: delete a user: the membership ends. */
        delete: operations["deleteScimUser"];
        options?: never;
        head?: never;
        /** SCIM: change a user. */
        patch: operations["patchScimUser"];
        trace?: never;
    };
    "/api/v1/scim/v2/Users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SCIM: list the users that the directory made. */
        get: operations["listScimUsers"];
        put?: never;
        /** SCIM: make a user a member. The address must be of a verified domain of the client. */
        post: operations["createScimUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search incidents, resources, events, log lines, alerts, queries and pages of the portal by words, fields and meaning, the best first.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared-incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get the incident that a link shows, with the token of the link. Read-only, without what people wrote about it. */
        post: operations["openSharedIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an account. Sends a mail with a link to confirm the email address. */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/single-sign-on/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set whether members with an address of a verified domain must use single sign-on.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        put: operations["requireSingleSignOn"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the single sign-on of the client: its issuer, its mail domains, and what to enter at the issuer.
         * @description An API key with the permission read, or a session with at least the role admin. Counts as an API call of the plan.
         */
        get: operations["getSingleSignOn"];
        /**
         * Set the issuer for single sign-on. It is asked first: a wrong address, client ID or secret is refused.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        put: operations["setSingleSignOn"];
        post?: never;
        /**
         * Remove single sign-on. Sessions that it opened end, and members sign in with passwords again.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        delete: operations["removeSingleSignOn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/slack-app-manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the manifest with which a Slack app is made that writes messages about incidents.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getSlackAppManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sso-domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Give a mail domain up. Sessions that single sign-on opened for its addresses end.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        delete: operations["removeDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sso-domains/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the DNS record of a claimed mail domain.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["verifyDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sso-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim a mail domain. The response holds the DNS record that proves it; a claim without the record ends after 7 days.
         * @description An API key with the permission write, or a session with at least the role admin. Counts as an API call of the plan.
         */
        post: operations["claimDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sso-sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to sign in with the single sign-on of a client, which the domain of an address decides. Returns where the browser goes. */
        post: operations["startSingleSignOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each part of the service is now and was in the last 90 days (UTC). availability is the share of the measured time in which a part was not down; troubles is null while the history cannot be read. */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/team-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set whether members must sign in with a second factor.
         * @description An API key with the permission write, or a session with at least the role owner. Counts as an API call of the plan.
         */
        put: operations["setTeamPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a short-lived token (a JWT) in exchange for an API key, with its permissions or fewer. Send it like the key.
         * @description An API key with the permission read, or a session with at least the role member. Counts as an API call of the plan.
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topology": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get workloads with their relations and health, now or at a point in time.
         * @description An API key with the permission read, or a session with at least the role viewer. Counts as an API call of the plan.
         */
        get: operations["getTopology"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the usage of today and this month against the plan, and by day.
         * @description An API key with the permission read, or a session with at least the role viewer. Does not count as an API call.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem details */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable and meant for programs */
            code: string;
            /** @description What happened, what was expected and what to do */
            detail: string;
            invalid_params?: {
                name: string;
                reason: string;
            }[];
        };
        /** @description An error of SCIM (RFC 7644, 3.12) */
        ScimError: {
            schemas: string[];
            status: string;
            scimType?: string;
            detail: string;
        };
    };
    responses: {
        /** @description The request cannot be read: its address, its encoding or its JSON */
        400: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not signed in, or the API key is unknown, revoked or expired */
        401: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The client is suspended */
        402: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
        403: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The object does not exist or belongs to another client; the response is the same */
        404: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body did not arrive in time */
        408: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit the present state; detail says what to do first */
        409: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        413: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body has a type other than JSON */
        415: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description An input is invalid; invalid_params lists each of them */
        422: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A limit has been reached; Retry-After says when to try again */
        429: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The address and the headers are too large */
        431: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much is going on at the moment; Retry-After says when to try again */
        503: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The id under which the request is in the log; name it to support.
         * @example 019a0b1c-2d3e-4f40-8a5b-6c7d8e9f0a1b
         */
        "X-Request-Id": string;
        /**
         * @description How many requests are allowed in how many seconds (draft-ietf-httpapi-ratelimit-headers-10).
         * @example "plan";q=1000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description How many requests are left, and for how many seconds that holds.
         * @example "plan";r=987;t=42
         */
        RateLimit: string;
        /**
         * @description Send it in If-None-Match to get 304 while the answer is the same.
         * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
         */
        ETag: string;
        /**
         * @description `true` when this is the kept answer to an earlier request with the same Idempotency-Key.
         * @example true
         */
        "Idempotency-Replayed": string;
        /**
         * @description When to try again, in seconds.
         * @example 5
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    acceptInvitationAsNewMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail",
                 *       "name": "Acme Corp",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    token: string;
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "text"
                     *     }
                     */
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    takeAccountBack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "resetToken": "text"
                     *     }
                     */
                    "application/json": {
                        resetToken: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "text"
                     *     }
                     */
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeAnnouncement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listAnnouncements: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "title": "text",
                     *           "body": "text",
                     *           "tone": "info",
                     *           "shownFrom": 1893456000000,
                     *           "shownUntil": 1893463200000,
                     *           "createdBy": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            body: string;
                            /** @enum {string} */
                            tone: "info" | "warn" | "bad";
                            shownFrom: number;
                            shownUntil: number;
                            createdBy: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    addAnnouncement: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "text",
                 *       "body": "text",
                 *       "tone": "info",
                 *       "shownFrom": 1893456000000,
                 *       "shownUntil": 1893463200000
                 *     }
                 */
                "application/json": {
                    title: string;
                    body: string;
                    /** @enum {string} */
                    tone: "info" | "warn" | "bad";
                    shownFrom: number;
                    shownUntil: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "title": "text",
                     *       "body": "text",
                     *       "tone": "info",
                     *       "shownFrom": 1893456000000,
                     *       "shownUntil": 1893463200000,
                     *       "createdBy": "text"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        title: string;
                        body: string;
                        /** @enum {string} */
                        tone: "info" | "warn" | "bad";
                        shownFrom: number;
                        shownUntil: number;
                        createdBy: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    verifyAuditLogs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "intact": true,
                     *       "items": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "sealed": 1,
                     *           "unsealed": 1,
                     *           "erased": 1,
                     *           "broken": {
                     *             "id": "text",
                     *             "reason": "invoice open for 30 days"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        intact: boolean;
                        items: {
                            clientId: string;
                            sealed: number;
                            unsealed: number;
                            erased: number;
                            broken: {
                                id: string;
                                reason: string;
                            } | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    exportInstallationAudit: {
        parameters: {
            query?: {
                actor?: string;
                action?: string;
                since?: number;
                until?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    listInstallationAudit: {
        parameters: {
            query?: {
                actor?: string;
                action?: string;
                since?: number;
                until?: number;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "at": 1,
                     *           "actor": "text",
                     *           "action": "text",
                     *           "target": "text",
                     *           "address": "text",
                     *           "before": "text",
                     *           "after": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            at: number;
                            actor: string;
                            action: string;
                            target: string;
                            address: string | null;
                            before: unknown;
                            after: unknown;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    endContract: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                contract: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listContracts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "terms": {
                     *             "name": "Acme Corp",
                     *             "version": 1,
                     *             "monthlyCents": 1,
                     *             "eventsPerDay": 1,
                     *             "rcaQueriesPerMonth": 1,
                     *             "storageBytes": 1,
                     *             "storageCeilingBytes": 1,
                     *             "rejectedPerDay": 1,
                     *             "duplicatesPerDay": 1,
                     *             "deadLetters": {
                     *               "records": 1,
                     *               "bytes": 1
                     *             },
                     *             "liveObjects": 1,
                     *             "apiCallsPerMonth": 1,
                     *             "clusters": 1,
                     *             "retentionDays": 1,
                     *             "requestsPerMinute": 1,
                     *             "kafka": {
                     *               "producerBytesPerSecond": 1,
                     *               "requestPercentage": 1
                     *             },
                     *             "overage": {
                     *               "centsPer1kEvents": 1,
                     *               "centsPerRcaQuery": 1,
                     *               "centsPerGb": 1
                     *             }
                     *           },
                     *           "currencyNote": "text",
                     *           "note": "text",
                     *           "startsAt": 1,
                     *           "endsAt": 1,
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "isInForce": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            terms: {
                                name: string;
                                version: number;
                                monthlyCents: number | null;
                                eventsPerDay: number | null;
                                rcaQueriesPerMonth: number | null;
                                storageBytes: number | null;
                                storageCeilingBytes: number;
                                rejectedPerDay: number;
                                duplicatesPerDay: number;
                                deadLetters: {
                                    records: number;
                                    bytes: number;
                                };
                                liveObjects: number;
                                apiCallsPerMonth: number | null;
                                clusters: number | null;
                                retentionDays: number;
                                requestsPerMinute: number;
                                kafka: {
                                    producerBytesPerSecond: number;
                                    requestPercentage: number;
                                };
                                overage: {
                                    centsPer1kEvents: number;
                                    centsPerRcaQuery: number;
                                    centsPerGb: number;
                                } | null;
                            };
                            currencyNote: string;
                            note: string;
                            startsAt: number;
                            endsAt: number | null;
                            createdBy: string;
                            createdAt: number;
                            isInForce: boolean;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    makeContract: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "terms": {
                 *         "monthlyCents": 1,
                 *         "eventsPerDay": 1,
                 *         "rcaQueriesPerMonth": 1,
                 *         "storageBytes": 1,
                 *         "storageCeilingBytes": 1,
                 *         "rejectedPerDay": 1,
                 *         "duplicatesPerDay": 1,
                 *         "deadLetters": {
                 *           "records": 1,
                 *           "bytes": 1
                 *         },
                 *         "liveObjects": 1,
                 *         "apiCallsPerMonth": 1,
                 *         "clusters": 1,
                 *         "retentionDays": 1,
                 *         "requestsPerMinute": 1,
                 *         "kafka": {
                 *           "producerBytesPerSecond": 1024,
                 *           "requestPercentage": 1
                 *         },
                 *         "overage": {
                 *           "centsPer1kEvents": 1,
                 *           "centsPerRcaQuery": 1,
                 *           "centsPerGb": 1
                 *         }
                 *       },
                 *       "note": "text",
                 *       "startsAt": 1,
                 *       "endsAt": 1
                 *     }
                 */
                "application/json": {
                    terms: {
                        monthlyCents: number | null;
                        eventsPerDay: number | null;
                        rcaQueriesPerMonth: number | null;
                        storageBytes: number | null;
                        storageCeilingBytes: number;
                        rejectedPerDay: number;
                        duplicatesPerDay: number;
                        deadLetters: {
                            records: number;
                            bytes: number;
                        };
                        liveObjects: number;
                        apiCallsPerMonth: number | null;
                        clusters: number | null;
                        retentionDays: number;
                        requestsPerMinute: number;
                        kafka: {
                            producerBytesPerSecond: number;
                            requestPercentage: number;
                        };
                        overage: {
                            centsPer1kEvents: number;
                            centsPerRcaQuery: number;
                            centsPerGb: number;
                        } | null;
                    };
                    /** @default  */
                    currencyNote?: string;
                    note: string;
                    startsAt: number;
                    endsAt: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text"
                     *     }
                     */
                    "application/json": {
                        id: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    creditClient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cents": 1,
                 *       "reason": "invoice open for 30 days",
                 *       "requestId": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b"
                 *     }
                 */
                "application/json": {
                    cents: number;
                    reason: string;
                    /** Format: uuid */
                    requestId: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    switchClientFeature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                name: "mcp" | "queries" | "semantic-search" | "web-push";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "isOn": true
                 *     }
                 */
                "application/json": {
                    /** @description null: as for everybody. */
                    isOn: boolean | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listClientFeatures: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "mcp",
                     *           "title": "text",
                     *           "forEverybody": true,
                     *           "decided": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            name: "mcp" | "queries" | "semantic-search" | "web-push";
                            title: string;
                            /** @description Whether clients have it for which nothing else was decided. */
                            forEverybody: boolean;
                            /** @description What was decided for this client alone; null: as for everybody. */
                            decided: boolean | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    grantGrace: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "until": 1,
                 *       "reason": "invoice open for 30 days"
                 *     }
                 */
                "application/json": {
                    until: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    endGrace: {
        parameters: {
            query?: {
                reason?: string;
            };
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    rebuildClientGraph: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    visitClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "invoice open for 30 days"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    correctInvoice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                invoice: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cents": 1,
                 *       "reason": "invoice open for 30 days",
                 *       "requestId": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                 *       "refund": true
                 *     }
                 */
                "application/json": {
                    cents: number;
                    reason: string;
                    /** Format: uuid */
                    requestId: string;
                    refund: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    editClientNote: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                note: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "text"
                 *     }
                 */
                "application/json": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "author": "text",
                     *       "body": "text",
                     *       "createdAt": 1,
                     *       "editedBy": "text",
                     *       "editedAt": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        author: string;
                        body: string;
                        createdAt: number;
                        editedBy: string | null;
                        editedAt: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    deleteClientNote: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                note: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listClientNotes: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "author": "text",
                     *           "body": "text",
                     *           "createdAt": 1,
                     *           "editedBy": "text",
                     *           "editedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            author: string;
                            body: string;
                            createdAt: number;
                            editedBy: string | null;
                            editedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    addClientNote: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "text"
                 *     }
                 */
                "application/json": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "author": "text",
                     *       "body": "text",
                     *       "createdAt": 1,
                     *       "editedBy": "text",
                     *       "editedAt": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        author: string;
                        body: string;
                        createdAt: number;
                        editedBy: string | null;
                        editedAt: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    retryProvisioning: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "name": "Acme Corp",
                     *       "plan": "free",
                     *       "limits": {
                     *         "name": "Acme Corp",
                     *         "version": 1,
                     *         "monthlyCents": 1,
                     *         "eventsPerDay": 1,
                     *         "rcaQueriesPerMonth": 1,
                     *         "storageBytes": 1,
                     *         "storageCeilingBytes": 1,
                     *         "rejectedPerDay": 1,
                     *         "duplicatesPerDay": 1,
                     *         "deadLetters": {
                     *           "records": 1,
                     *           "bytes": 1
                     *         },
                     *         "liveObjects": 1,
                     *         "apiCallsPerMonth": 1,
                     *         "clusters": 1,
                     *         "retentionDays": 1,
                     *         "requestsPerMinute": 1,
                     *         "kafka": {
                     *           "producerBytesPerSecond": 1,
                     *           "requestPercentage": 1
                     *         },
                     *         "overage": {
                     *           "centsPer1kEvents": 1,
                     *           "centsPerRcaQuery": 1,
                     *           "centsPerGb": 1
                     *         }
                     *       },
                     *       "status": "onboarding",
                     *       "suspendedReason": "text",
                     *       "deletionDueAt": 1,
                     *       "failedPayments": 1,
                     *       "createdAt": 1,
                     *       "firstDataAt": 1,
                     *       "members": [
                     *         {
                     *           "email": "text",
                     *           "name": "Acme Corp",
                     *           "role": "text"
                     *         }
                     *       ],
                     *       "clusters": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "agentVersion": "0.1.0",
                     *           "lastHeartbeatAt": 1
                     *         }
                     *       ],
                     *       "steps": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "status": "waiting",
                     *           "attempts": 1,
                     *           "error": "text",
                     *           "startedAt": 1,
                     *           "finishedAt": 1
                     *         }
                     *       ],
                     *       "rebuild": {
                     *         "state": "wanted",
                     *         "requestedAt": 1,
                     *         "requestedBy": "text",
                     *         "applied": 1,
                     *         "total": 1,
                     *         "endedAt": 1,
                     *         "error": "text"
                     *       },
                     *       "records": {
                     *         "clientId": "acme-corp",
                     *         "received": 1,
                     *         "applied": 1,
                     *         "duplicate": 1,
                     *         "rejected": 1,
                     *         "inFlight": 1,
                     *         "unaccounted": 1,
                     *         "graphLag": 1,
                     *         "deadLetters": {
                     *           "ever": 1,
                     *           "waiting": 1
                     *         },
                     *         "streams": [
                     *           {
                     *             "stream": "state.k8s.resource",
                     *             "usageLag": 1,
                     *             "graphLag": 1
                     *           }
                     *         ]
                     *       },
                     *       "subscription": {
                     *         "status": "text",
                     *         "currentPeriodEnd": 1
                     *       },
                     *       "usage": {
                     *         "events": 1,
                     *         "eventsToday": 1,
                     *         "duplicates": 1,
                     *         "rejected": 1,
                     *         "rcaQueries": 1,
                     *         "apiCalls": 1,
                     *         "storageBytes": 1
                     *       },
                     *       "invoices": [
                     *         {
                     *           "id": "text",
                     *           "number": "text",
                     *           "status": "text",
                     *           "totalCents": 1,
                     *           "attemptCount": 1,
                     *           "createdAt": 1,
                     *           "hostedUrl": "text"
                     *         }
                     *       ],
                     *       "audit": [
                     *         {
                     *           "id": "text",
                     *           "at": 1,
                     *           "actor": "text",
                     *           "action": "text",
                     *           "target": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        id: string;
                        name: string;
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        limits: {
                            name: string;
                            version: number;
                            monthlyCents: number | null;
                            eventsPerDay: number | null;
                            rcaQueriesPerMonth: number | null;
                            storageBytes: number | null;
                            storageCeilingBytes: number;
                            rejectedPerDay: number;
                            duplicatesPerDay: number;
                            deadLetters: {
                                records: number;
                                bytes: number;
                            };
                            liveObjects: number;
                            apiCallsPerMonth: number | null;
                            clusters: number | null;
                            retentionDays: number;
                            requestsPerMinute: number;
                            kafka: {
                                producerBytesPerSecond: number;
                                requestPercentage: number;
                            };
                            overage: {
                                centsPer1kEvents: number;
                                centsPerRcaQuery: number;
                                centsPerGb: number;
                            } | null;
                        };
                        /** @enum {string} */
                        status: "onboarding" | "active" | "suspended" | "closed";
                        suspendedReason: string | null;
                        deletionDueAt: number | null;
                        failedPayments: number;
                        createdAt: number;
                        firstDataAt: number | null;
                        members: {
                            email: string;
                            name: string;
                            role: string;
                        }[];
                        clusters: {
                            name: string;
                            agentVersion: string | null;
                            lastHeartbeatAt: number | null;
                        }[];
                        steps: {
                            name: string;
                            /** @enum {string} */
                            status: "waiting" | "running" | "done" | "failing";
                            attempts: number;
                            error: string | null;
                            startedAt: number | null;
                            finishedAt: number | null;
                        }[];
                        rebuild: {
                            /** @enum {string} */
                            state: "wanted" | "running" | "done" | "failed";
                            requestedAt: number;
                            requestedBy: string;
                            applied: number;
                            total: number;
                            endedAt: number | null;
                            error: string | null;
                        } | null;
                        records: {
                            clientId: string;
                            received: number;
                            applied: number;
                            duplicate: number;
                            rejected: number;
                            inFlight: number;
                            unaccounted: number;
                            graphLag: number;
                            deadLetters: {
                                ever: number;
                                waiting: number;
                            };
                            streams: {
                                /** @enum {string} */
                                stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                                usageLag: number;
                                graphLag: number;
                            }[];
                        } | null;
                        subscription: {
                            status: string;
                            currentPeriodEnd: number;
                        } | null;
                        usage: {
                            events: number;
                            eventsToday: number;
                            duplicates: number;
                            rejected: number;
                            rcaQueries: number;
                            apiCalls: number;
                            storageBytes: number;
                        };
                        invoices: {
                            id: string;
                            number: string | null;
                            status: string;
                            totalCents: number;
                            attemptCount: number;
                            createdAt: number;
                            hostedUrl: string | null;
                        }[];
                        audit: {
                            id: string;
                            at: number;
                            actor: string;
                            action: string;
                            target: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    closeClient: {
        parameters: {
            query: {
                confirm: string;
                reason: string;
            };
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    suspendClient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "invoice open for 30 days"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    resumeClient: {
        parameters: {
            query?: {
                reason?: string;
            };
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    recomputeUsage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-11-01",
                 *       "until": "2026-11-01"
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    from: string;
                    /** Format: date */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "differences": [
                     *         {
                     *           "day": "text",
                     *           "field": "events",
                     *           "before": 1,
                     *           "after": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        differences: {
                            day: string;
                            /** @enum {string} */
                            field: "events" | "rcaQueries" | "storageBytes";
                            before: number | null;
                            after: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listClients: {
        parameters: {
            query?: {
                search?: string;
                status?: "onboarding" | "active" | "suspended" | "closed";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "name": "Acme Corp",
                     *           "plan": "free",
                     *           "status": "onboarding",
                     *           "createdAt": 1,
                     *           "clusters": 1,
                     *           "failedPayments": 1,
                     *           "provisioning": {
                     *             "done": 1,
                     *             "of": 1,
                     *             "failing": "text"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            plan: "free" | "basic" | "pro" | "enterprise";
                            /** @enum {string} */
                            status: "onboarding" | "active" | "suspended" | "closed";
                            createdAt: number;
                            clusters: number;
                            failedPayments: number;
                            provisioning: {
                                done: number;
                                of: number;
                                failing: string | null;
                            };
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    createClient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp",
                 *       "plan": "free"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    plan: "free" | "basic" | "pro" | "enterprise";
                    clientId?: string;
                    /** Format: email */
                    email?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client_id": "text",
                     *       "api_key": "text",
                     *       "created_at": "text",
                     *       "plan": "free",
                     *       "status": "onboarding",
                     *       "invitation": "none"
                     *     }
                     */
                    "application/json": {
                        client_id: string;
                        api_key: string;
                        created_at: string;
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        /** @constant */
                        status: "onboarding";
                        /** @enum {string} */
                        invitation: "none" | "sent" | "failed";
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getCostRates: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "storage_gb_month": 1,
                     *       "million_events": 1,
                     *       "client_month": 1
                     *     }
                     */
                    "application/json": {
                        storage_gb_month: number;
                        million_events: number;
                        client_month: number;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    setCostRates: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "storage_gb_month": 1,
                 *       "million_events": 1,
                 *       "client_month": 1
                 *     }
                 */
                "application/json": {
                    storage_gb_month: number;
                    million_events: number;
                    client_month: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clientId": "acme-corp",
                     *       "stream": "state.k8s.resource",
                     *       "offset": "text"
                     *     }
                     */
                    "application/json": {
                        clientId: string;
                        /** @enum {string} */
                        stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                        offset: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    downloadDeadLetterRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    discardDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listAllDeadLetters: {
        parameters: {
            query?: {
                stream?: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                source?: "edge" | "usage" | "graph";
                state?: "waiting" | "replayed" | "discarded";
                limit?: number;
                cursor?: string;
                client_id?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "source": "edge",
                     *           "stream": "state.k8s.resource",
                     *           "offset": "text",
                     *           "reason": "invoice open for 30 days",
                     *           "detail": "text",
                     *           "record": "text",
                     *           "recordBytes": 1,
                     *           "receivedAt": 1,
                     *           "state": "waiting",
                     *           "settledAt": 1,
                     *           "settledBy": "text",
                     *           "failedAgainAs": "text",
                     *           "clientId": "acme-corp"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            /** @enum {string} */
                            source: "edge" | "usage" | "graph";
                            /** @enum {string} */
                            stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                            offset: string | null;
                            reason: string;
                            detail: string;
                            record: string;
                            recordBytes: number;
                            receivedAt: number;
                            /** @enum {string} */
                            state: "waiting" | "replayed" | "discarded";
                            settledAt: number | null;
                            settledBy: string | null;
                            failedAgainAs: string | null;
                            clientId: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    listDeletions: {
        parameters: {
            query?: {
                limit?: number;
                clientId?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "state": "requested",
                     *           "requestedAt": 1,
                     *           "dueAt": 1,
                     *           "finishedAt": 1,
                     *           "steps": [
                     *             "text"
                     *           ],
                     *           "error": "text",
                     *           "report": {}
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            clientId: string;
                            /** @enum {string} */
                            state: "requested" | "withdrawn" | "running" | "done";
                            requestedAt: number;
                            dueAt: number;
                            finishedAt: number | null;
                            steps: string[];
                            error: string | null;
                            report: {
                                [key: string]: unknown;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    switchFeature: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                name: "mcp" | "queries" | "semantic-search" | "web-push";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "isOn": true
                 *     }
                 */
                "application/json": {
                    isOn: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listFeatures: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "mcp",
                     *           "title": "text",
                     *           "description": "text",
                     *           "isOn": true,
                     *           "changedBy": "text",
                     *           "changedAt": 1,
                     *           "clients": [
                     *             {
                     *               "id": "text",
                     *               "isOn": true
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            name: "mcp" | "queries" | "semantic-search" | "web-push";
                            title: string;
                            description: string;
                            isOn: boolean;
                            changedBy: string | null;
                            changedAt: number | null;
                            clients: {
                                id: string;
                                isOn: boolean;
                            }[];
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    getHealthHistory: {
        parameters: {
            query?: {
                range?: "day" | "quarter";
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "lines": [
                     *         {
                     *           "at": 1,
                     *           "graphLag": 1,
                     *           "graphAgeMs": 1,
                     *           "jobsWaiting": 1
                     *         }
                     *       ],
                     *       "bars": [
                     *         {
                     *           "at": 1,
                     *           "events": 1,
                     *           "jobsFailed": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        lines: {
                            at: number;
                            /** @description null where nobody looked. */
                            graphLag: number | null;
                            /** @description null where nobody looked. */
                            graphAgeMs: number | null;
                            /** @description null where nobody looked. */
                            jobsWaiting: number | null;
                        }[];
                        bars: {
                            at: number;
                            events: number;
                            jobsFailed: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                queue: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queues": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "waiting": 1,
                     *           "later": 1,
                     *           "active": 1,
                     *           "failed": 1,
                     *           "completed": 1,
                     *           "waitingSince": 1
                     *         }
                     *       ],
                     *       "failed": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "queue": "text",
                     *           "subject": "text",
                     *           "attempts": 1,
                     *           "createdAt": 1,
                     *           "failedAt": 1,
                     *           "error": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        queues: {
                            name: string;
                            /** @description Jobs that are due and have not begun. */
                            waiting: number;
                            /** @description Jobs that are planned or wait for another attempt. */
                            later: number;
                            active: number;
                            /** @description Jobs that are not tried again by themselves. */
                            failed: number;
                            completed: number;
                            waitingSince: number | null;
                        }[];
                        failed: {
                            /** Format: uuid */
                            id: string;
                            queue: string;
                            subject: string;
                            attempts: number;
                            createdAt: number;
                            failedAt: number | null;
                            error: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    getMetering: {
        parameters: {
            query?: {
                differing?: "true" | "false";
                limit?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "waiting": 1,
                     *       "oldestWaiting": 1,
                     *       "failing": 1,
                     *       "items": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "day": "text",
                     *           "metric": "text",
                     *           "ours": 1,
                     *           "theirs": 1,
                     *           "corrected": 1,
                     *           "checkedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        waiting: number;
                        oldestWaiting: number | null;
                        failing: number;
                        items: {
                            clientId: string;
                            day: string;
                            metric: string;
                            ours: number;
                            theirs: number;
                            corrected: number;
                            checkedAt: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    listOverdueInvoices: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "number": "text",
                     *           "clientId": "acme-corp",
                     *           "clientName": "text",
                     *           "openCents": 1,
                     *           "createdAt": 1,
                     *           "failedCharges": 1,
                     *           "byTransfer": true,
                     *           "declineCode": "text",
                     *           "dueAt": 1,
                     *           "graceUntil": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            number: string | null;
                            clientId: string;
                            clientName: string;
                            openCents: number;
                            createdAt: number;
                            failedCharges: number;
                            byTransfer: boolean;
                            declineCode: string | null;
                            dueAt: number | null;
                            graceUntil: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getProviderOverview: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "byStatus": [
                     *         {
                     *           "status": "onboarding",
                     *           "clients": 1
                     *         }
                     *       ],
                     *       "byPlan": [
                     *         {
                     *           "plan": "free",
                     *           "clients": 1
                     *         }
                     *       ],
                     *       "monthlyRecurringCents": 1,
                     *       "openInvoices": {
                     *         "count": 1,
                     *         "cents": 1
                     *       },
                     *       "failing": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "step": "text",
                     *           "error": "text",
                     *           "attempts": 1
                     *         }
                     *       ],
                     *       "skipped": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "work": "text",
                     *           "subject": "text",
                     *           "error": "text",
                     *           "times": 1,
                     *           "firstAt": 1,
                     *           "lastAt": 1
                     *         }
                     *       ],
                     *       "balances": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "received": 1,
                     *           "applied": 1,
                     *           "duplicate": 1,
                     *           "rejected": 1,
                     *           "inFlight": 1,
                     *           "unaccounted": 1,
                     *           "graphLag": 1,
                     *           "deadLetters": {
                     *             "ever": 1,
                     *             "waiting": 1
                     *           },
                     *           "streams": [
                     *             {
                     *               "stream": "state.k8s.resource",
                     *               "usageLag": 1,
                     *               "graphLag": 1
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "parts": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "state": "ok",
                     *           "detail": "text"
                     *         }
                     *       ],
                     *       "graphs": {
                     *         "servers": [
                     *           {
                     *             "uri": "text",
                     *             "edition": "text",
                     *             "clients": 1,
                     *             "drafts": 1,
                     *             "capacity": 1,
                     *             "isNamed": true
                     *           }
                     *         ],
                     *         "free": 1,
                     *         "total": 1,
                     *         "warning": "text"
                     *       }
                     *     }
                     */
                    "application/json": {
                        byStatus: {
                            /** @enum {string} */
                            status: "onboarding" | "active" | "suspended" | "closed";
                            clients: number;
                        }[];
                        byPlan: {
                            /** @enum {string} */
                            plan: "free" | "basic" | "pro" | "enterprise";
                            clients: number;
                        }[];
                        monthlyRecurringCents: number;
                        openInvoices: {
                            count: number;
                            cents: number;
                        };
                        failing: {
                            clientId: string;
                            step: string;
                            error: string;
                            attempts: number;
                        }[];
                        skipped: {
                            clientId: string;
                            work: string;
                            subject: string;
                            error: string;
                            times: number;
                            firstAt: number;
                            lastAt: number;
                        }[];
                        balances: {
                            clientId: string;
                            received: number;
                            applied: number;
                            duplicate: number;
                            rejected: number;
                            inFlight: number;
                            unaccounted: number;
                            graphLag: number;
                            deadLetters: {
                                ever: number;
                                waiting: number;
                            };
                            streams: {
                                /** @enum {string} */
                                stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                                usageLag: number;
                                graphLag: number;
                            }[];
                        }[];
                        parts: {
                            name: string;
                            /** @enum {string} */
                            state: "ok" | "degraded" | "failing" | "simulated" | "off";
                            detail: string;
                        }[];
                        graphs: {
                            servers: {
                                uri: string;
                                edition: string;
                                clients: number;
                                drafts: number;
                                capacity: number;
                                isNamed: boolean;
                            }[];
                            free: number;
                            total: number;
                            warning: string;
                        };
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    migrateClients: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                plan: "free" | "basic" | "pro" | "enterprise";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "at": 1
                 *     }
                 */
                "application/json": {
                    at: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clients": 1
                     *     }
                     */
                    "application/json": {
                        clients: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    createPlanVersion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                plan: "free" | "basic" | "pro" | "enterprise";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "terms": {
                 *         "monthlyCents": 1,
                 *         "eventsPerDay": 1,
                 *         "rcaQueriesPerMonth": 1,
                 *         "storageBytes": 1,
                 *         "storageCeilingBytes": 1,
                 *         "rejectedPerDay": 1,
                 *         "duplicatesPerDay": 1,
                 *         "deadLetters": {
                 *           "records": 1,
                 *           "bytes": 1
                 *         },
                 *         "liveObjects": 1,
                 *         "apiCallsPerMonth": 1,
                 *         "clusters": 1,
                 *         "retentionDays": 1,
                 *         "requestsPerMinute": 1,
                 *         "kafka": {
                 *           "producerBytesPerSecond": 1024,
                 *           "requestPercentage": 1
                 *         },
                 *         "overage": {
                 *           "centsPer1kEvents": 1,
                 *           "centsPerRcaQuery": 1,
                 *           "centsPerGb": 1
                 *         }
                 *       },
                 *       "note": "text"
                 *     }
                 */
                "application/json": {
                    terms: {
                        monthlyCents: number | null;
                        eventsPerDay: number | null;
                        rcaQueriesPerMonth: number | null;
                        storageBytes: number | null;
                        storageCeilingBytes: number;
                        rejectedPerDay: number;
                        duplicatesPerDay: number;
                        deadLetters: {
                            records: number;
                            bytes: number;
                        };
                        liveObjects: number;
                        apiCallsPerMonth: number | null;
                        clusters: number | null;
                        retentionDays: number;
                        requestsPerMinute: number;
                        kafka: {
                            producerBytesPerSecond: number;
                            requestPercentage: number;
                        };
                        overage: {
                            centsPer1kEvents: number;
                            centsPerRcaQuery: number;
                            centsPerGb: number;
                        } | null;
                    };
                    note: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": 1
                     *     }
                     */
                    "application/json": {
                        version: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listPlanVersions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "plan": "free",
                     *           "version": 1,
                     *           "terms": {
                     *             "name": "Acme Corp",
                     *             "version": 1,
                     *             "monthlyCents": 1,
                     *             "eventsPerDay": 1,
                     *             "rcaQueriesPerMonth": 1,
                     *             "storageBytes": 1,
                     *             "storageCeilingBytes": 1,
                     *             "rejectedPerDay": 1,
                     *             "duplicatesPerDay": 1,
                     *             "deadLetters": {
                     *               "records": 1,
                     *               "bytes": 1
                     *             },
                     *             "liveObjects": 1,
                     *             "apiCallsPerMonth": 1,
                     *             "clusters": 1,
                     *             "retentionDays": 1,
                     *             "requestsPerMinute": 1,
                     *             "kafka": {
                     *               "producerBytesPerSecond": 1,
                     *               "requestPercentage": 1
                     *             },
                     *             "overage": {
                     *               "centsPer1kEvents": 1,
                     *               "centsPerRcaQuery": 1,
                     *               "centsPerGb": 1
                     *             }
                     *           },
                     *           "note": "text",
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "clients": 1,
                     *           "changes": [
                     *             {
                     *               "path": "text",
                     *               "before": 1,
                     *               "after": 1
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            plan: "free" | "basic" | "pro" | "enterprise";
                            version: number;
                            terms: {
                                name: string;
                                version: number;
                                monthlyCents: number | null;
                                eventsPerDay: number | null;
                                rcaQueriesPerMonth: number | null;
                                storageBytes: number | null;
                                storageCeilingBytes: number;
                                rejectedPerDay: number;
                                duplicatesPerDay: number;
                                deadLetters: {
                                    records: number;
                                    bytes: number;
                                };
                                liveObjects: number;
                                apiCallsPerMonth: number | null;
                                clusters: number | null;
                                retentionDays: number;
                                requestsPerMinute: number;
                                kafka: {
                                    producerBytesPerSecond: number;
                                    requestPercentage: number;
                                };
                                overage: {
                                    centsPer1kEvents: number;
                                    centsPerRcaQuery: number;
                                    centsPerGb: number;
                                } | null;
                            };
                            note: string;
                            createdBy: string;
                            createdAt: number;
                            clients: number;
                            changes: {
                                path: string;
                                before: number | null;
                                after: number | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    listClientMargins: {
        parameters: {
            query?: {
                month?: string;
                limit?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "clientId": "acme-corp",
                     *           "name": "Acme Corp",
                     *           "plan": "text",
                     *           "paidCents": 1,
                     *           "events": 1,
                     *           "storageBytes": 1,
                     *           "costCents": 1,
                     *           "marginCents": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            clientId: string;
                            name: string;
                            plan: string;
                            paidCents: number;
                            events: number;
                            storageBytes: number;
                            costCents: number;
                            marginCents: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    exportRevenue: {
        parameters: {
            query?: {
                month?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getRevenue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mrrCents": 1,
                     *       "arrCents": 1,
                     *       "payingClients": 1,
                     *       "arpuCents": 1,
                     *       "overdueCents": 1,
                     *       "months": [
                     *         {
                     *           "month": "text",
                     *           "paidCents": {
                     *             "free": 1,
                     *             "basic": 1,
                     *             "pro": 1,
                     *             "enterprise": 1
                     *           },
                     *           "mrrCents": 1,
                     *           "payingAtStart": 1,
                     *           "started": 1,
                     *           "stopped": 1,
                     *           "churn": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        mrrCents: number;
                        arrCents: number;
                        payingClients: number;
                        arpuCents: number | null;
                        overdueCents: number;
                        months: {
                            month: string;
                            paidCents: {
                                free: number;
                                basic: number;
                                pro: number;
                                enterprise: number;
                            };
                            mrrCents: number;
                            payingAtStart: number;
                            started: number;
                            stopped: number;
                            churn: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    getSecretKeyRotation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secrets": 1,
                     *       "remaining": 1,
                     *       "hasOldKeys": true,
                     *       "oldKeysCanGo": true
                     *     }
                     */
                    "application/json": {
                        secrets: number;
                        remaining: number;
                        hasOldKeys: boolean;
                        oldKeysCanGo: boolean;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    revokeStaffToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listStaffTokens: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "lastFour": "text",
                     *           "scopes": [
                     *             "text"
                     *           ],
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "expiresAt": 1,
                     *           "lastUsedAt": 1,
                     *           "revokedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            lastFour: string;
                            scopes: string[];
                            createdBy: string;
                            createdAt: number;
                            expiresAt: number | null;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    createStaffToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp",
                 *       "scopes": [
                 *         "read"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    scopes: ("read" | "write")[];
                    expiresAt?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "the-token-from-the-mail",
                     *       "staffToken": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "name": "Acme Corp",
                     *         "lastFour": "text",
                     *         "scopes": [
                     *           "text"
                     *         ],
                     *         "createdBy": "text",
                     *         "createdAt": 1,
                     *         "expiresAt": 1,
                     *         "lastUsedAt": 1,
                     *         "revokedAt": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        token: string;
                        staffToken: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            lastFour: string;
                            scopes: string[];
                            createdBy: string;
                            createdAt: number;
                            expiresAt: number | null;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    replayStripeEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listStripeEvents: {
        parameters: {
            query?: {
                failed?: "true" | "false";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "type": "text",
                     *           "customerId": "text",
                     *           "receivedAt": 1,
                     *           "processedAt": 1,
                     *           "error": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            type: string;
                            customerId: string | null;
                            receivedAt: number;
                            processedAt: number | null;
                            error: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    failStripeCard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customerId": "text",
                 *       "decline": "generic_decline"
                 *     }
                 */
                "application/json": {
                    customerId: string;
                    decline: ("generic_decline" | "insufficient_funds" | "lost_card" | "stolen_card" | "expired_card" | "authentication_required") | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "now": 1,
                     *       "next": {
                     *         "at": 1,
                     *         "kind": "text"
                     *       },
                     *       "nextInvoiceAt": 1,
                     *       "faults": {
                     *         "duplicate": true,
                     *         "reorder": true,
                     *         "drop": true,
                     *         "delayMs": 1
                     *       },
                     *       "customers": [
                     *         {
                     *           "id": "text",
                     *           "clientId": "acme-corp",
                     *           "name": "Acme Corp",
                     *           "card": {
                     *             "brand": "text",
                     *             "last4": "text",
                     *             "decline": "text"
                     *           },
                     *           "subscription": "text",
                     *           "openInvoices": 1
                     *         }
                     *       ],
                     *       "done": [
                     *         {
                     *           "at": 1,
                     *           "kind": "text",
                     *           "customer": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        now: number;
                        next: {
                            at: number;
                            kind: string;
                        } | null;
                        nextInvoiceAt: number | null;
                        faults: {
                            duplicate: boolean;
                            reorder: boolean;
                            drop: boolean;
                            delayMs: number;
                        };
                        customers: {
                            id: string;
                            clientId: string | null;
                            name: string | null;
                            card: {
                                brand: string;
                                last4: string;
                                decline: string | null;
                            } | null;
                            subscription: string | null;
                            openInvoices: number;
                        }[];
                        done: {
                            at: number;
                            kind: string;
                            customer: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    turnStripeClock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 1
                 *     }
                 */
                "application/json": {
                    days: number;
                } | {
                    /** @enum {string} */
                    to: "next" | "next_invoice";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "now": 1,
                     *       "next": {
                     *         "at": 1,
                     *         "kind": "text"
                     *       },
                     *       "nextInvoiceAt": 1,
                     *       "faults": {
                     *         "duplicate": true,
                     *         "reorder": true,
                     *         "drop": true,
                     *         "delayMs": 1
                     *       },
                     *       "customers": [
                     *         {
                     *           "id": "text",
                     *           "clientId": "acme-corp",
                     *           "name": "Acme Corp",
                     *           "card": {
                     *             "brand": "text",
                     *             "last4": "text",
                     *             "decline": "text"
                     *           },
                     *           "subscription": "text",
                     *           "openInvoices": 1
                     *         }
                     *       ],
                     *       "done": [
                     *         {
                     *           "at": 1,
                     *           "kind": "text",
                     *           "customer": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        now: number;
                        next: {
                            at: number;
                            kind: string;
                        } | null;
                        nextInvoiceAt: number | null;
                        faults: {
                            duplicate: boolean;
                            reorder: boolean;
                            drop: boolean;
                            delayMs: number;
                        };
                        customers: {
                            id: string;
                            clientId: string | null;
                            name: string | null;
                            card: {
                                brand: string;
                                last4: string;
                                decline: string | null;
                            } | null;
                            subscription: string | null;
                            openInvoices: number;
                        }[];
                        done: {
                            at: number;
                            kind: string;
                            customer: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getStripeSimulation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "now": 1,
                     *       "next": {
                     *         "at": 1,
                     *         "kind": "text"
                     *       },
                     *       "nextInvoiceAt": 1,
                     *       "faults": {
                     *         "duplicate": true,
                     *         "reorder": true,
                     *         "drop": true,
                     *         "delayMs": 1
                     *       },
                     *       "customers": [
                     *         {
                     *           "id": "text",
                     *           "clientId": "acme-corp",
                     *           "name": "Acme Corp",
                     *           "card": {
                     *             "brand": "text",
                     *             "last4": "text",
                     *             "decline": "text"
                     *           },
                     *           "subscription": "text",
                     *           "openInvoices": 1
                     *         }
                     *       ],
                     *       "done": [
                     *         {
                     *           "at": 1,
                     *           "kind": "text",
                     *           "customer": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        now: number;
                        next: {
                            at: number;
                            kind: string;
                        } | null;
                        nextInvoiceAt: number | null;
                        faults: {
                            duplicate: boolean;
                            reorder: boolean;
                            drop: boolean;
                            delayMs: number;
                        };
                        customers: {
                            id: string;
                            clientId: string | null;
                            name: string | null;
                            card: {
                                brand: string;
                                last4: string;
                                decline: string | null;
                            } | null;
                            subscription: string | null;
                            openInvoices: number;
                        }[];
                        done: {
                            at: number;
                            kind: string;
                            customer: string | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    setStripeWebhookFaults: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "duplicate": true,
                 *       "reorder": true,
                 *       "drop": true,
                 *       "delayMs": 1
                 *     }
                 */
                "application/json": {
                    duplicate: boolean;
                    reorder: boolean;
                    drop: boolean;
                    delayMs: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "now": 1,
                     *       "next": {
                     *         "at": 1,
                     *         "kind": "text"
                     *       },
                     *       "nextInvoiceAt": 1,
                     *       "faults": {
                     *         "duplicate": true,
                     *         "reorder": true,
                     *         "drop": true,
                     *         "delayMs": 1
                     *       },
                     *       "customers": [
                     *         {
                     *           "id": "text",
                     *           "clientId": "acme-corp",
                     *           "name": "Acme Corp",
                     *           "card": {
                     *             "brand": "text",
                     *             "last4": "text",
                     *             "decline": "text"
                     *           },
                     *           "subscription": "text",
                     *           "openInvoices": 1
                     *         }
                     *       ],
                     *       "done": [
                     *         {
                     *           "at": 1,
                     *           "kind": "text",
                     *           "customer": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        now: number;
                        next: {
                            at: number;
                            kind: string;
                        } | null;
                        nextInvoiceAt: number | null;
                        faults: {
                            duplicate: boolean;
                            reorder: boolean;
                            drop: boolean;
                            delayMs: number;
                        };
                        customers: {
                            id: string;
                            clientId: string | null;
                            name: string | null;
                            card: {
                                brand: string;
                                last4: string;
                                decline: string | null;
                            } | null;
                            subscription: string | null;
                            openInvoices: number;
                        }[];
                        done: {
                            at: number;
                            kind: string;
                            customer: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    downloadAgentPackage: {
        parameters: {
            query?: {
                cluster?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    receiveAlerts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": "4",
                 *       "alerts": [
                 *         {}
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    version: "4";
                    groupKey?: string;
                    truncatedAlerts?: number;
                    /** @enum {string} */
                    status?: "firing" | "resolved";
                    receiver?: string;
                    externalURL?: string;
                    alerts: {
                        [key: string]: unknown;
                    }[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "rejected": 1,
                     *       "truncated": 1
                     *     }
                     */
                    "application/json": {
                        accepted: number;
                        rejected: number;
                        truncated: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "text",
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "expiresAt": 1
                     *     }
                     */
                    "application/json": {
                        key: string;
                        /** Format: uuid */
                        id: string;
                        expiresAt: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "prefix": "text",
                     *           "lastFour": "text",
                     *           "scopes": [
                     *             "text"
                     *           ],
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "expiresAt": 1,
                     *           "lastUsedAt": 1,
                     *           "revokedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            prefix: string;
                            lastFour: string;
                            scopes: string[];
                            createdBy: string;
                            createdAt: number;
                            expiresAt: number | null;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp",
                 *       "scopes": [
                 *         "ingest"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    scopes: ("ingest" | "alerts" | "read" | "write")[];
                    expiresAt?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "text",
                     *       "apiKey": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "name": "Acme Corp",
                     *         "prefix": "text",
                     *         "lastFour": "text",
                     *         "scopes": [
                     *           "text"
                     *         ],
                     *         "createdBy": "text",
                     *         "createdAt": 1,
                     *         "expiresAt": 1,
                     *         "lastUsedAt": 1,
                     *         "revokedAt": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        key: string;
                        apiKey: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            prefix: string;
                            lastFour: string;
                            scopes: string[];
                            createdBy: string;
                            createdAt: number;
                            expiresAt: number | null;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                actor?: string;
                action?: string;
                since?: number;
                until?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                actor?: string;
                action?: string;
                since?: number;
                until?: number;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "at": 1,
                     *           "actor": "text",
                     *           "action": "text",
                     *           "target": "text",
                     *           "address": "text",
                     *           "before": "text",
                     *           "after": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            at: number;
                            actor: string;
                            action: string;
                            target: string;
                            address: string | null;
                            before: unknown;
                            after: unknown;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    setBillingContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    /** Format: email */
                    email?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    exportInvoiceUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    explainInvoice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invoiceId": "text",
                     *       "number": "text",
                     *       "month": {
                     *         "start": 1,
                     *         "end": 1
                     *       },
                     *       "lines": [
                     *         {
                     *           "metric": "text",
                     *           "unitCents": 1,
                     *           "quantity": 1,
                     *           "cents": 1
                     *         }
                     *       ],
                     *       "days": [
                     *         {
                     *           "day": "text",
                     *           "events": 1,
                     *           "eventsIncluded": 1,
                     *           "eventsAbove": 1,
                     *           "rcaQueries": 1,
                     *           "storageBytes": 1
                     *         }
                     *       ],
                     *       "rcaQueries": {
                     *         "used": 1,
                     *         "included": 1
                     *       },
                     *       "storage": {
                     *         "meanBytes": 1,
                     *         "includedBytes": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        invoiceId: string;
                        number: string | null;
                        month: {
                            start: number;
                            end: number;
                        } | null;
                        lines: {
                            metric: string;
                            unitCents: number;
                            quantity: number;
                            cents: number;
                        }[];
                        days: {
                            day: string;
                            events: number;
                            eventsIncluded: number | null;
                            eventsAbove: number;
                            rcaQueries: number;
                            storageBytes: number | null;
                        }[];
                        rcaQueries: {
                            used: number;
                            included: number | null;
                        };
                        storage: {
                            meanBytes: number;
                            includedBytes: number | null;
                        };
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    payOverdueInvoices: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "paid": 1
                     *     }
                     */
                    "application/json": {
                        paid: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    previewPlanChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "free"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    plan: "free" | "basic" | "pro";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": "free",
                     *       "kind": "upgrade",
                     *       "effectiveAt": 1,
                     *       "prorationDate": 1,
                     *       "currency": "text",
                     *       "dueNowCents": 1,
                     *       "lines": [
                     *         {
                     *           "description": "text",
                     *           "cents": 1
                     *         }
                     *       ],
                     *       "monthlyCents": 1,
                     *       "exceeds": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        /** @enum {string} */
                        kind: "upgrade" | "downgrade";
                        effectiveAt: number;
                        prorationDate: number;
                        currency: string;
                        dueNowCents: number;
                        lines: {
                            description: string;
                            cents: number;
                        }[];
                        monthlyCents: number;
                        exceeds: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    changePlan: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "free",
                 *       "prorationDate": 1,
                 *       "dueNowCents": 1
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    plan: "free" | "basic" | "pro";
                    prorationDate: number;
                    dueNowCents: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    keepPlan: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    openBillingPortal: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "text"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getBilling: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": "free",
                     *       "subscription": {
                     *         "status": "text",
                     *         "currentPeriodStart": 1,
                     *         "currentPeriodEnd": 1,
                     *         "cancelAtPeriodEnd": true,
                     *         "scheduledPlan": "free"
                     *       },
                     *       "estimate": {
                     *         "lines": [
                     *           {
                     *             "label": "text",
                     *             "quantity": 1,
                     *             "unit": "text",
                     *             "cents": 1
                     *           }
                     *         ],
                     *         "totalCents": 1,
                     *         "monthEnd": 1,
                     *         "asOf": 1
                     *       },
                     *       "billingEmail": "text",
                     *       "graceUntil": 1,
                     *       "invoices": [
                     *         {
                     *           "id": "text",
                     *           "number": "text",
                     *           "status": "text",
                     *           "currency": "text",
                     *           "totalCents": 1,
                     *           "dueCents": 1,
                     *           "paidCents": 1,
                     *           "createdAt": 1,
                     *           "stage": "held",
                     *           "dueAt": 1,
                     *           "failedCharges": 1,
                     *           "byTransfer": true,
                     *           "hasUsage": true,
                     *           "hostedUrl": "text",
                     *           "pdfUrl": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        subscription: {
                            status: string;
                            currentPeriodStart: number;
                            currentPeriodEnd: number;
                            cancelAtPeriodEnd: boolean;
                            scheduledPlan: ("free" | "basic" | "pro" | "enterprise") | null;
                        } | null;
                        estimate: {
                            lines: {
                                label: string;
                                quantity: number;
                                unit: string;
                                cents: number;
                            }[];
                            totalCents: number | null;
                            monthEnd: number;
                            asOf: number;
                        };
                        billingEmail: string | null;
                        graceUntil: number | null;
                        invoices: {
                            id: string;
                            number: string | null;
                            status: string;
                            currency: string;
                            totalCents: number;
                            dueCents: number;
                            paidCents: number;
                            createdAt: number;
                            stage: ("held" | "announced" | "retrying" | "unpaid" | "settled") | null;
                            dueAt: number | null;
                            failedCharges: number;
                            byTransfer: boolean;
                            hasUsage: boolean;
                            hostedUrl: string | null;
                            pdfUrl: string | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    setSpendCap: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cents": 1,
                 *       "isHard": true
                 *     }
                 */
                "application/json": {
                    cents: number | null;
                    isHard: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listChangeGroups: {
        parameters: {
            query?: {
                cluster?: string;
                namespace?: string;
                kind?: string;
                name?: string;
                by?: string;
                field?: string;
                since?: number;
                until?: number;
                controllers?: "include" | "exclude";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "text",
                     *           "cluster": "prod",
                     *           "from": 1,
                     *           "to": 1,
                     *           "changes": [
                     *             {
                     *               "key": "text",
                     *               "resource": "text",
                     *               "cluster": "prod",
                     *               "at": 1,
                     *               "op": "created",
                     *               "fields": [
                     *                 {
                     *                   "path": "text"
                     *                 }
                     *               ],
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "incidents": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text",
                     *           "status": "open",
                     *           "severity": "critical",
                     *           "changes": [
                     *             "text"
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            key: string;
                            cluster: string;
                            /** @description The program that wrote the changes, if known. */
                            by?: string;
                            from: number;
                            to: number;
                            changes: {
                                key: string;
                                /** @description The key of the object that was changed. */
                                resource: string;
                                cluster: string;
                                at: number;
                                /** @enum {string} */
                                op: "created" | "updated" | "deleted";
                                fields: {
                                    path: string;
                                    before?: string;
                                    after?: string;
                                }[];
                                by?: string;
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                        }[];
                        incidents: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                            /** @enum {string} */
                            severity: "critical" | "major" | "minor";
                            /** @description The keys of the changes that speak for a cause of it. */
                            changes: string[];
                            /** @description The key of the change that most likely began it. */
                            culprit?: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                cluster?: string;
                namespace?: string;
                kind?: string;
                name?: string;
                by?: string;
                field?: string;
                since?: number;
                until?: number;
                controllers?: "include" | "exclude";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "text",
                     *           "resource": "text",
                     *           "cluster": "prod",
                     *           "at": 1,
                     *           "op": "created",
                     *           "fields": [
                     *             {
                     *               "path": "text"
                     *             }
                     *           ],
                     *           "kind": "text",
                     *           "name": "Acme Corp"
                     *         }
                     *       ],
                     *       "incidents": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text",
                     *           "status": "open",
                     *           "severity": "critical",
                     *           "changes": [
                     *             "text"
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            key: string;
                            /** @description The key of the object that was changed. */
                            resource: string;
                            cluster: string;
                            at: number;
                            /** @enum {string} */
                            op: "created" | "updated" | "deleted";
                            fields: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                            by?: string;
                            kind: string;
                            namespace?: string;
                            name: string;
                        }[];
                        incidents: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                            /** @enum {string} */
                            severity: "critical" | "major" | "minor";
                            /** @description The keys of the changes that speak for a cause of it. */
                            changes: string[];
                            /** @description The key of the change that most likely began it. */
                            culprit?: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    openCheckout: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "basic"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    plan: "basic" | "pro";
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "text"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    proposeClientId: {
        parameters: {
            query?: {
                company?: string;
                clientId?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clientId": "acme-corp",
                     *       "wellFormed": true,
                     *       "available": true,
                     *       "suggestions": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        clientId: string;
                        wellFormed: boolean;
                        available: boolean;
                        suggestions: string[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    listRisks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cluster": "prod",
                     *       "total": 1,
                     *       "risks": [
                     *         {
                     *           "code": "123456",
                     *           "title": "text",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "severity": "high",
                     *           "text": "text",
                     *           "evidence": {
                     *             "text": "text",
                     *             "source": {
                     *               "type": "state",
                     *               "object": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "path": "text",
                     *               "value": "text"
                     *             }
                     *           },
                     *           "remedy": {
                     *             "text": "text"
                     *           }
                     *         }
                     *       ],
                     *       "unchecked": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        cluster: string;
                        /** @description The number of risks, also of those that are not listed. */
                        total: number;
                        risks: {
                            code: string;
                            title: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @description The key of the object, as GET /api/v1/resources/{key} takes it. */
                            key?: string;
                            /** @enum {string} */
                            severity: "high" | "medium" | "low";
                            text: string;
                            evidence: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            };
                            remedy: {
                                text: string;
                                command?: string;
                            };
                        }[];
                        /** @description What could not be checked, a sentence each: that it is not a risk is not known. */
                        unchecked: string[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    removeCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    renameCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "displayName": "Production"
                 *     }
                 */
                "application/json": {
                    /** @description Null to go back to the name that the agent sends. */
                    displayName: string | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    heartbeat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "components": [
                 *         {
                 *           "name": "Acme Corp",
                 *           "status": "ok"
                 *         }
                 *       ],
                 *       "cluster": "prod",
                 *       "agentVersion": "0.1.0"
                 *     }
                 */
                "application/json": {
                    components: {
                        name: string;
                        /** @enum {string} */
                        status: "ok" | "degraded" | "failing";
                        message?: string;
                    }[];
                    /** @default {} */
                    objects?: {
                        [key: string]: number;
                    };
                    /**
                     * @default {
                     *       "records": 0,
                     *       "bytes": 0
                     *     }
                     */
                    buffered?: {
                        records: number;
                        bytes: number;
                    };
                    /** @default 0 */
                    dropped?: number;
                    /** @default [] */
                    forbiddenKinds?: string[];
                    /** @default [] */
                    behind?: {
                        stream: string;
                        records: number;
                        since: number;
                        reason: string;
                    }[];
                    cluster: string;
                    agentVersion: string;
                    kubernetesVersion?: string;
                    startedAt?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listClusters: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "displayName": "Production",
                     *           "kubernetesVersion": "text",
                     *           "agentVersion": "0.1.0",
                     *           "createdAt": 1,
                     *           "lastHeartbeatAt": 1,
                     *           "status": "waiting",
                     *           "health": {
                     *             "components": [
                     *               {
                     *                 "name": "Acme Corp",
                     *                 "status": "ok",
                     *                 "reportedAt": 1
                     *               }
                     *             ],
                     *             "objects": {},
                     *             "buffered": {
                     *               "records": 1,
                     *               "bytes": 1
                     *             },
                     *             "dropped": 1,
                     *             "forbiddenKinds": [
                     *               "text"
                     *             ],
                     *             "behind": [
                     *               {
                     *                 "stream": "text",
                     *                 "records": 1,
                     *                 "since": 1,
                     *                 "reason": "invoice open for 30 days"
                     *               }
                     *             ],
                     *             "parts": [
                     *               {
                     *                 "components": [
                     *                   "text"
                     *                 ],
                     *                 "reportedAt": 1,
                     *                 "buffered": {
                     *                   "records": 1,
                     *                   "bytes": 1
                     *                 },
                     *                 "dropped": 1
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description What people call it, if it was renamed. */
                            displayName: string | null;
                            kubernetesVersion: string | null;
                            agentVersion: string | null;
                            createdAt: number;
                            lastHeartbeatAt: number | null;
                            /** @enum {string} */
                            status: "waiting" | "connected" | "degraded" | "silent";
                            health: {
                                components: {
                                    name: string;
                                    /** @enum {string} */
                                    status: "ok" | "degraded" | "failing" | "silent";
                                    message?: string;
                                    reportedAt: number;
                                }[];
                                objects: {
                                    [key: string]: number;
                                };
                                buffered: {
                                    records: number;
                                    bytes: number;
                                };
                                dropped: number;
                                forbiddenKinds: string[];
                                behind: {
                                    stream: string;
                                    records: number;
                                    since: number;
                                    reason: string;
                                }[];
                                parts: {
                                    components: string[];
                                    reportedAt: number;
                                    buffered: {
                                        records: number;
                                        bytes: number;
                                    };
                                    dropped: number;
                                }[];
                            };
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    listConsoleQueries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "at": 1,
                     *           "actor": "text",
                     *           "cypher": "MATCH (p:Pod) RETURN p.name LIMIT 10",
                     *           "parameters": {},
                     *           "outcome": "answered",
                     *           "rows": 1,
                     *           "ms": 1,
                     *           "error": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            at: number;
                            actor: string;
                            cypher: string;
                            parameters: {
                                [key: string]: unknown;
                            };
                            /**
                             * @description `invalid`: there is a mistake in it. `refused`: it does more than read. `stopped`: it met a limit of time, memory or rows.
                             * @enum {string}
                             */
                            outcome: "answered" | "planned" | "invalid" | "refused" | "stopped";
                            /** @description How many rows were answered; null where there was no answer. */
                            rows: number | null;
                            ms: number;
                            error: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    runConsoleQuery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cypher": "MATCH (p:Pod) RETURN p.name LIMIT 10"
                 *     }
                 */
                "application/json": {
                    /** @description A query in Cypher that only reads. */
                    cypher: string;
                    /**
                     * @description The values of the parameters of the query, by name: `$name` in the query is the value of `name`.
                     * @default {}
                     */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Whether to plan the query without running it.
                     * @default false
                     */
                    planOnly?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "columns": [
                     *         "text"
                     *       ],
                     *       "rows": [
                     *         [
                     *           "text"
                     *         ]
                     *       ],
                     *       "truncated": "rows",
                     *       "plan": "text",
                     *       "ms": 1
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description The id of the query in the history.
                         */
                        id: string;
                        columns: string[];
                        /** @description At most 1000 rows, with a value for each column, in their order. Nodes, relations and paths are objects with one field: `node` (id, labels, properties), `relation` (id, type, from, to, properties) and `path` (nodes, relations). Their ids hold within this answer only. */
                        rows: unknown[][];
                        /** @description Why there are more rows: more than 1000, or more than 4 MB. Null when these are all. */
                        truncated: ("rows" | "bytes") | null;
                        /** @description How the graph store answers the query: an operator a line, what it works on indented below it. */
                        plan: string;
                        /** @description How long the query ran, in milliseconds; 0 when it was only planned. */
                        ms: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    downloadDataExport: {
        parameters: {
            query: {
                ticket: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    requestDataExportDownload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "text"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getDataExport: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "none",
                     *       "requestedBy": "text",
                     *       "requestedAt": 1,
                     *       "finishedAt": 1,
                     *       "expiresAt": 1,
                     *       "percent": 1,
                     *       "doing": "text",
                     *       "records": 1,
                     *       "bytes": 1,
                     *       "sha256": "text",
                     *       "error": "text",
                     *       "keptHours": 1
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "none" | "waiting" | "running" | "ready" | "failed" | "expired";
                        requestedBy: string | null;
                        requestedAt: number | null;
                        finishedAt: number | null;
                        expiresAt: number | null;
                        percent: number;
                        doing: string;
                        records: number;
                        bytes: number;
                        sha256: string | null;
                        error: string | null;
                        keptHours: number;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    startDataExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "none",
                     *       "requestedBy": "text",
                     *       "requestedAt": 1,
                     *       "finishedAt": 1,
                     *       "expiresAt": 1,
                     *       "percent": 1,
                     *       "doing": "text",
                     *       "records": 1,
                     *       "bytes": 1,
                     *       "sha256": "text",
                     *       "error": "text",
                     *       "keptHours": 1
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "none" | "waiting" | "running" | "ready" | "failed" | "expired";
                        requestedBy: string | null;
                        requestedAt: number | null;
                        finishedAt: number | null;
                        expiresAt: number | null;
                        percent: number;
                        doing: string;
                        records: number;
                        bytes: number;
                        sha256: string | null;
                        error: string | null;
                        keptHours: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                stream?: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                source?: "edge" | "usage" | "graph";
                state?: "waiting" | "replayed" | "discarded";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "source": "edge",
                     *           "stream": "state.k8s.resource",
                     *           "offset": "text",
                     *           "reason": "invoice open for 30 days",
                     *           "detail": "text",
                     *           "record": "text",
                     *           "recordBytes": 1,
                     *           "receivedAt": 1,
                     *           "state": "waiting",
                     *           "settledAt": 1,
                     *           "settledBy": "text",
                     *           "failedAgainAs": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text",
                     *       "stock": {
                     *         "records": {
                     *           "kept": 1,
                     *           "limit": 1
                     *         },
                     *         "bytes": {
                     *           "kept": 1,
                     *           "limit": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            /** @enum {string} */
                            source: "edge" | "usage" | "graph";
                            /** @enum {string} */
                            stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
                            offset: string | null;
                            reason: string;
                            detail: string;
                            record: string;
                            recordBytes: number;
                            receivedAt: number;
                            /** @enum {string} */
                            state: "waiting" | "replayed" | "discarded";
                            settledAt: number | null;
                            settledBy: string | null;
                            failedAgainAs: string | null;
                        }[];
                        nextCursor: string | null;
                        stock: {
                            records: {
                                kept: number;
                                limit: number;
                            };
                            bytes: {
                                kept: number;
                                limit: number;
                            };
                        };
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    takeDefaultKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "text"
                     *     }
                     */
                    "application/json": {
                        key: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getDeletionReportKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "Ed25519",
                     *       "publicKey": "text"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        algorithm: "Ed25519";
                        publicKey: string;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            429: components["responses"]["429"];
        };
    };
    verifyDeletionReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "format": "kg-rca-deletion-report/1",
                 *       "clientId": "acme-corp",
                 *       "installation": "text",
                 *       "requestedAt": "text",
                 *       "finishedAt": "text",
                 *       "removed": [
                 *         {
                 *           "store": "text",
                 *           "place": "text",
                 *           "records": 1,
                 *           "left": 1
                 *         }
                 *       ],
                 *       "kept": [
                 *         {
                 *           "place": "text",
                 *           "records": 1,
                 *           "why": "text"
                 *         }
                 *       ],
                 *       "auditLog": {
                 *         "entries": 1,
                 *         "lastHash": "text"
                 *       },
                 *       "signature": {
                 *         "algorithm": "Ed25519",
                 *         "publicKey": "text",
                 *         "value": "text"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    format: "kg-rca-deletion-report/1";
                    clientId: string;
                    installation: string;
                    requestedAt: string;
                    finishedAt: string;
                    removed: {
                        store: string;
                        place: string;
                        records: number;
                        bytes?: number;
                        left: number;
                    }[];
                    kept: {
                        place: string;
                        records: number;
                        why: string;
                    }[];
                    auditLog: {
                        entries: number;
                        lastHash: string;
                    };
                    signature: {
                        /** @constant */
                        algorithm: "Ed25519";
                        publicKey: string;
                        value: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "genuine": true
                     *     }
                     */
                    "application/json": {
                        genuine: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getDeletion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "none",
                     *       "requestedBy": "text",
                     *       "requestedAt": 1,
                     *       "dueAt": 1,
                     *       "graceHours": 1
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "none" | "requested" | "running" | "done";
                        requestedBy: string | null;
                        requestedAt: number | null;
                        dueAt: number | null;
                        graceHours: number;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    requestDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": "text"
                 *     }
                 */
                "application/json": {
                    confirm: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    withdrawDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "event": "text",
                     *       "state": "waiting",
                     *       "headline": "text",
                     *       "incidentId": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "isReplay": true,
                     *       "createdAt": 1,
                     *       "dueAt": 1,
                     *       "attempts": 1,
                     *       "attemptedAt": 1,
                     *       "answer": "text"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        event: string;
                        /** @enum {string} */
                        state: "waiting" | "sent" | "failed" | "superseded";
                        headline: string | null;
                        incidentId: string | null;
                        isReplay: boolean;
                        createdAt: number;
                        dueAt: number;
                        attempts: number;
                        attemptedAt: number | null;
                        answer: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "event": "text",
                     *           "state": "waiting",
                     *           "headline": "text",
                     *           "incidentId": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "isReplay": true,
                     *           "createdAt": 1,
                     *           "dueAt": 1,
                     *           "attempts": 1,
                     *           "attemptedAt": 1,
                     *           "answer": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            event: string;
                            /** @enum {string} */
                            state: "waiting" | "sent" | "failed" | "superseded";
                            headline: string | null;
                            incidentId: string | null;
                            isReplay: boolean;
                            createdAt: number;
                            dueAt: number;
                            attempts: number;
                            attemptedAt: number | null;
                            answer: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "kind": "mail",
                     *       "name": "Acme Corp",
                     *       "state": "active",
                     *       "disabledReason": "text",
                     *       "settings": {},
                     *       "rules": {
                     *         "severities": [],
                     *         "clusters": [],
                     *         "namespaces": [],
                     *         "causes": [],
                     *         "updates": [
                     *           "cause_changed",
                     *           "acknowledged",
                     *           "resolved",
                     *           "reopened"
                     *         ],
                     *         "quietHours": null,
                     *         "digestMinutes": null,
                     *         "escalateAfterMinutes": null
                     *       },
                     *       "createdBy": "text",
                     *       "createdAt": 1,
                     *       "failingSince": 1,
                     *       "lastSentAt": 1,
                     *       "waiting": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "mail" | "slack" | "pagerduty" | "teams" | "webhook";
                        name: string;
                        /** @enum {string} */
                        state: "active" | "paused" | "disabled";
                        disabledReason: string | null;
                        settings: {
                            to?: string;
                            addresses?: string[];
                            channel?: string;
                            region?: string;
                            url?: string;
                            host?: string;
                            ending?: string;
                            /** @description Of Slack: whether messages have buttons that act at once. */
                            hasButtons?: boolean;
                            mapMembers?: boolean;
                        };
                        rules: {
                            /** @default [] */
                            severities: ("critical" | "major" | "minor")[];
                            /** @default [] */
                            clusters: string[];
                            /** @default [] */
                            namespaces: string[];
                            /** @default [] */
                            causes: string[];
                            /**
                             * @default [
                             *       "cause_changed",
                             *       "acknowledged",
                             *       "resolved",
                             *       "reopened"
                             *     ]
                             */
                            updates: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                            /** @default null */
                            quietHours: {
                                from: string;
                                to: string;
                                timeZone: string;
                                /** @default true */
                                exceptCritical: boolean;
                            } | null;
                            /** @default null */
                            digestMinutes: number | null;
                            /** @default null */
                            escalateAfterMinutes: number | null;
                        };
                        createdBy: string;
                        createdAt: number;
                        failingSince: number | null;
                        lastSentAt: number | null;
                        waiting: number;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    removeDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    changeDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    name?: string;
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    /** @enum {string} */
                    state?: "active" | "paused";
                    /** @enum {string} */
                    to?: "members" | "addresses";
                    addresses?: string[];
                    url?: string;
                    token?: string;
                    channel?: string;
                    appSecret?: string;
                    mapMembers?: boolean;
                    /** @enum {string} */
                    region?: "us" | "eu";
                    routingKey?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "kind": "mail",
                     *       "name": "Acme Corp",
                     *       "state": "active",
                     *       "disabledReason": "text",
                     *       "settings": {},
                     *       "rules": {
                     *         "severities": [],
                     *         "clusters": [],
                     *         "namespaces": [],
                     *         "causes": [],
                     *         "updates": [
                     *           "cause_changed",
                     *           "acknowledged",
                     *           "resolved",
                     *           "reopened"
                     *         ],
                     *         "quietHours": null,
                     *         "digestMinutes": null,
                     *         "escalateAfterMinutes": null
                     *       },
                     *       "createdBy": "text",
                     *       "createdAt": 1,
                     *       "failingSince": 1,
                     *       "lastSentAt": 1,
                     *       "waiting": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "mail" | "slack" | "pagerduty" | "teams" | "webhook";
                        name: string;
                        /** @enum {string} */
                        state: "active" | "paused" | "disabled";
                        disabledReason: string | null;
                        settings: {
                            to?: string;
                            addresses?: string[];
                            channel?: string;
                            region?: string;
                            url?: string;
                            host?: string;
                            ending?: string;
                            /** @description Of Slack: whether messages have buttons that act at once. */
                            hasButtons?: boolean;
                            mapMembers?: boolean;
                        };
                        rules: {
                            /** @default [] */
                            severities: ("critical" | "major" | "minor")[];
                            /** @default [] */
                            clusters: string[];
                            /** @default [] */
                            namespaces: string[];
                            /** @default [] */
                            causes: string[];
                            /**
                             * @default [
                             *       "cause_changed",
                             *       "acknowledged",
                             *       "resolved",
                             *       "reopened"
                             *     ]
                             */
                            updates: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                            /** @default null */
                            quietHours: {
                                from: string;
                                to: string;
                                timeZone: string;
                                /** @default true */
                                exceptCritical: boolean;
                            } | null;
                            /** @default null */
                            digestMinutes: number | null;
                            /** @default null */
                            escalateAfterMinutes: number | null;
                        };
                        createdBy: string;
                        createdAt: number;
                        failingSince: number | null;
                        lastSentAt: number | null;
                        waiting: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    rotateSigningSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "signingSecret": "text"
                     *     }
                     */
                    "application/json": {
                        signingSecret: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    testDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "answer": "text"
                     *     }
                     */
                    "application/json": {
                        ok: boolean;
                        answer: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listDestinations: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "kind": "mail",
                     *           "name": "Acme Corp",
                     *           "state": "active",
                     *           "disabledReason": "text",
                     *           "settings": {},
                     *           "rules": {
                     *             "severities": [],
                     *             "clusters": [],
                     *             "namespaces": [],
                     *             "causes": [],
                     *             "updates": [
                     *               "cause_changed",
                     *               "acknowledged",
                     *               "resolved",
                     *               "reopened"
                     *             ],
                     *             "quietHours": null,
                     *             "digestMinutes": null,
                     *             "escalateAfterMinutes": null
                     *           },
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "failingSince": 1,
                     *           "lastSentAt": 1,
                     *           "waiting": 1
                     *         }
                     *       ],
                     *       "unavailable": [
                     *         {
                     *           "kind": "mail",
                     *           "reason": "invoice open for 30 days"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "mail" | "slack" | "pagerduty" | "teams" | "webhook";
                            name: string;
                            /** @enum {string} */
                            state: "active" | "paused" | "disabled";
                            disabledReason: string | null;
                            settings: {
                                to?: string;
                                addresses?: string[];
                                channel?: string;
                                region?: string;
                                url?: string;
                                host?: string;
                                ending?: string;
                                /** @description Of Slack: whether messages have buttons that act at once. */
                                hasButtons?: boolean;
                                mapMembers?: boolean;
                            };
                            rules: {
                                /** @default [] */
                                severities: ("critical" | "major" | "minor")[];
                                /** @default [] */
                                clusters: string[];
                                /** @default [] */
                                namespaces: string[];
                                /** @default [] */
                                causes: string[];
                                /**
                                 * @default [
                                 *       "cause_changed",
                                 *       "acknowledged",
                                 *       "resolved",
                                 *       "reopened"
                                 *     ]
                                 */
                                updates: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                                /** @default null */
                                quietHours: {
                                    from: string;
                                    to: string;
                                    timeZone: string;
                                    /** @default true */
                                    exceptCritical: boolean;
                                } | null;
                                /** @default null */
                                digestMinutes: number | null;
                                /** @default null */
                                escalateAfterMinutes: number | null;
                            };
                            createdBy: string;
                            createdAt: number;
                            failingSince: number | null;
                            lastSentAt: number | null;
                            waiting: number;
                        }[];
                        unavailable: {
                            /** @enum {string} */
                            kind: "mail" | "slack" | "pagerduty" | "teams" | "webhook";
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    addDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "mail",
                 *       "name": "Acme Corp",
                 *       "to": "members"
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    kind: "mail";
                    name: string;
                    /** @default {} */
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    /** @enum {string} */
                    to: "members" | "addresses";
                    /** @default [] */
                    addresses?: string[];
                } | {
                    /** @constant */
                    kind: "slack";
                    name: string;
                    /** @default {} */
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    url?: string;
                    token?: string;
                    channel?: string;
                    appSecret?: string;
                    mapMembers?: boolean;
                } | {
                    /** @constant */
                    kind: "pagerduty";
                    name: string;
                    /** @default {} */
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    /** @enum {string} */
                    region: "us" | "eu";
                    routingKey: string;
                } | {
                    /** @constant */
                    kind: "teams";
                    name: string;
                    /** @default {} */
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    url: string;
                } | {
                    /** @constant */
                    kind: "webhook";
                    name: string;
                    /** @default {} */
                    rules?: {
                        /** @default [] */
                        severities?: ("critical" | "major" | "minor")[];
                        /** @default [] */
                        clusters?: string[];
                        /** @default [] */
                        namespaces?: string[];
                        /** @default [] */
                        causes?: string[];
                        /**
                         * @default [
                         *       "cause_changed",
                         *       "acknowledged",
                         *       "resolved",
                         *       "reopened"
                         *     ]
                         */
                        updates?: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                        /** @default null */
                        quietHours?: {
                            from: string;
                            to: string;
                            timeZone: string;
                            /** @default true */
                            exceptCritical?: boolean;
                        } | null;
                        /** @default null */
                        digestMinutes?: number | null;
                        /** @default null */
                        escalateAfterMinutes?: number | null;
                    };
                    url: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "destination": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "kind": "mail",
                     *         "name": "Acme Corp",
                     *         "state": "active",
                     *         "disabledReason": "text",
                     *         "settings": {},
                     *         "rules": {
                     *           "severities": [],
                     *           "clusters": [],
                     *           "namespaces": [],
                     *           "causes": [],
                     *           "updates": [
                     *             "cause_changed",
                     *             "acknowledged",
                     *             "resolved",
                     *             "reopened"
                     *           ],
                     *           "quietHours": null,
                     *           "digestMinutes": null,
                     *           "escalateAfterMinutes": null
                     *         },
                     *         "createdBy": "text",
                     *         "createdAt": 1,
                     *         "failingSince": 1,
                     *         "lastSentAt": 1,
                     *         "waiting": 1
                     *       },
                     *       "signingSecret": "text"
                     *     }
                     */
                    "application/json": {
                        destination: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "mail" | "slack" | "pagerduty" | "teams" | "webhook";
                            name: string;
                            /** @enum {string} */
                            state: "active" | "paused" | "disabled";
                            disabledReason: string | null;
                            settings: {
                                to?: string;
                                addresses?: string[];
                                channel?: string;
                                region?: string;
                                url?: string;
                                host?: string;
                                ending?: string;
                                /** @description Of Slack: whether messages have buttons that act at once. */
                                hasButtons?: boolean;
                                mapMembers?: boolean;
                            };
                            rules: {
                                /** @default [] */
                                severities: ("critical" | "major" | "minor")[];
                                /** @default [] */
                                clusters: string[];
                                /** @default [] */
                                namespaces: string[];
                                /** @default [] */
                                causes: string[];
                                /**
                                 * @default [
                                 *       "cause_changed",
                                 *       "acknowledged",
                                 *       "resolved",
                                 *       "reopened"
                                 *     ]
                                 */
                                updates: ("cause_changed" | "acknowledged" | "resolved" | "reopened")[];
                                /** @default null */
                                quietHours: {
                                    from: string;
                                    to: string;
                                    timeZone: string;
                                    /** @default true */
                                    exceptCritical: boolean;
                                } | null;
                                /** @default null */
                                digestMinutes: number | null;
                                /** @default null */
                                escalateAfterMinutes: number | null;
                            };
                            createdBy: string;
                            createdAt: number;
                            failingSince: number | null;
                            lastSentAt: number | null;
                            waiting: number;
                        };
                        signingSecret: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    diagnoseCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cluster": "prod"
                 *     }
                 */
                "application/json": {
                    cluster: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "incident",
                     *       "reason": "invoice open for 30 days",
                     *       "symptoms": [
                     *         {
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "what": "text",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "causes": [
                     *         {
                     *           "rank": 1,
                     *           "code": "123456",
                     *           "title": "text",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "tier": "confirmed",
                     *           "confidence": 1,
                     *           "summary": "text",
                     *           "evidenceFor": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "evidenceAgainst": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "chain": [
                     *             {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "to": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text",
                     *               "text": "text"
                     *             }
                     *           ],
                     *           "remedies": [
                     *             {
                     *               "text": "text"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "chain": [
                     *         {
                     *           "from": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "to": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "relation": "OWNS",
                     *           "mechanism": "text",
                     *           "text": "text"
                     *         }
                     *       ],
                     *       "blastRadius": {
                     *         "affected": [
                     *           {
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "impact": "failing",
                     *             "hops": 1,
                     *             "via": {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text"
                     *             }
                     *           }
                     *         ],
                     *         "counts": {
                     *           "workloads": 1,
                     *           "pods": 1,
                     *           "services": 1,
                     *           "namespaces": 1
                     *         }
                     *       },
                     *       "timeline": [
                     *         {
                     *           "at": 1,
                     *           "lane": "change",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "text": "text",
                     *           "severity": "info"
                     *         }
                     *       ],
                     *       "gaps": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        verdict: "incident" | "no_incident";
                        reason: string;
                        symptoms: {
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            what: string;
                            message: string;
                            since?: number;
                        }[];
                        onset?: {
                            /** @description The time of the first sign, epoch ms. */
                            at: number;
                            /** @description Whether what fails was well before; false if it was broken since it was made. */
                            wasWell?: boolean;
                        };
                        /** @description The change that most likely began the trouble: to the object of the first cause, or to one that it reads. */
                        culprit?: {
                            changeId: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            op: "created" | "updated" | "deleted";
                            at: number;
                            fields: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                            by?: string;
                            /** @description How long before the first sign it was made, in ms. */
                            beforeMs: number;
                            text: string;
                            /** @description How to take exactly this change back. */
                            revert?: {
                                text: string;
                                command?: string;
                            };
                        };
                        causes: {
                            rank: number;
                            code: string;
                            title: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            tier: "confirmed" | "likely" | "possible";
                            confidence: number;
                            summary: string;
                            evidenceFor: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            evidenceAgainst: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            chain: {
                                from: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                to: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                mechanism: string;
                                text: string;
                            }[];
                            remedies: {
                                text: string;
                                command?: string;
                            }[];
                        }[];
                        /** @description Only without a cause: what was looked at, and what to look at next. */
                        inquiry?: {
                            lookedAt: string[];
                            next: {
                                text: string;
                                command?: string;
                            }[];
                        };
                        chain: {
                            from: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            to: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                            mechanism: string;
                            text: string;
                        }[];
                        blastRadius: {
                            affected: {
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                impact: "failing" | "degraded" | "at-risk";
                                hops: number;
                                via: {
                                    from: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                    mechanism: string;
                                } | null;
                            }[];
                            counts: {
                                workloads: number;
                                pods: number;
                                services: number;
                                namespaces: number;
                            };
                        };
                        timeline: {
                            at: number;
                            /** @enum {string} */
                            lane: "change" | "event" | "log" | "alert";
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            text: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "error";
                            fields?: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                        }[];
                        gaps: string[];
                        /** @description Only of an incident: what failed in it before, and what its fault could reach then. */
                        earlier?: {
                            failed: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                            reached: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    diagnoseDump: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "files": {}
                 *     }
                 */
                "application/json": {
                    /** @description Text by name: *.json with what kubectl get -o json prints; logs/<namespace>/<pod>/<container>.log, also .previous.log; alerts.json; metrics.csv; case.json. At most 1 MiB together. */
                    files: {
                        [key: string]: string;
                    };
                    /** @description What somebody complains about although it may look well. */
                    about?: {
                        /** @enum {string} */
                        kind: "Pod" | "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob" | "HorizontalPodAutoscaler" | "PersistentVolumeClaim" | "PodDisruptionBudget" | "ResourceQuota" | "Service" | "Ingress" | "Node" | "Namespace";
                        namespace?: string;
                        name: string;
                    };
                    /** @description What is wrong with it, in their words. */
                    symptom?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "incident",
                     *       "reason": "invoice open for 30 days",
                     *       "symptoms": [
                     *         {
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "what": "text",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "causes": [
                     *         {
                     *           "rank": 1,
                     *           "code": "123456",
                     *           "title": "text",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "tier": "confirmed",
                     *           "confidence": 1,
                     *           "summary": "text",
                     *           "evidenceFor": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "evidenceAgainst": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "chain": [
                     *             {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "to": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text",
                     *               "text": "text"
                     *             }
                     *           ],
                     *           "remedies": [
                     *             {
                     *               "text": "text"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "chain": [
                     *         {
                     *           "from": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "to": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "relation": "OWNS",
                     *           "mechanism": "text",
                     *           "text": "text"
                     *         }
                     *       ],
                     *       "blastRadius": {
                     *         "affected": [
                     *           {
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "impact": "failing",
                     *             "hops": 1,
                     *             "via": {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text"
                     *             }
                     *           }
                     *         ],
                     *         "counts": {
                     *           "workloads": 1,
                     *           "pods": 1,
                     *           "services": 1,
                     *           "namespaces": 1
                     *         }
                     *       },
                     *       "timeline": [
                     *         {
                     *           "at": 1,
                     *           "lane": "change",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "text": "text",
                     *           "severity": "info"
                     *         }
                     *       ],
                     *       "gaps": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        verdict: "incident" | "no_incident";
                        reason: string;
                        symptoms: {
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            what: string;
                            message: string;
                            since?: number;
                        }[];
                        onset?: {
                            /** @description The time of the first sign, epoch ms. */
                            at: number;
                            /** @description Whether what fails was well before; false if it was broken since it was made. */
                            wasWell?: boolean;
                        };
                        /** @description The change that most likely began the trouble: to the object of the first cause, or to one that it reads. */
                        culprit?: {
                            changeId: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            op: "created" | "updated" | "deleted";
                            at: number;
                            fields: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                            by?: string;
                            /** @description How long before the first sign it was made, in ms. */
                            beforeMs: number;
                            text: string;
                            /** @description How to take exactly this change back. */
                            revert?: {
                                text: string;
                                command?: string;
                            };
                        };
                        causes: {
                            rank: number;
                            code: string;
                            title: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            tier: "confirmed" | "likely" | "possible";
                            confidence: number;
                            summary: string;
                            evidenceFor: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            evidenceAgainst: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            chain: {
                                from: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                to: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                mechanism: string;
                                text: string;
                            }[];
                            remedies: {
                                text: string;
                                command?: string;
                            }[];
                        }[];
                        /** @description Only without a cause: what was looked at, and what to look at next. */
                        inquiry?: {
                            lookedAt: string[];
                            next: {
                                text: string;
                                command?: string;
                            }[];
                        };
                        chain: {
                            from: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            to: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                            mechanism: string;
                            text: string;
                        }[];
                        blastRadius: {
                            affected: {
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                impact: "failing" | "degraded" | "at-risk";
                                hops: number;
                                via: {
                                    from: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                    mechanism: string;
                                } | null;
                            }[];
                            counts: {
                                workloads: number;
                                pods: number;
                                services: number;
                                namespaces: number;
                            };
                        };
                        timeline: {
                            at: number;
                            /** @enum {string} */
                            lane: "change" | "event" | "log" | "alert";
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            text: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "error";
                            fields?: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                        }[];
                        gaps: string[];
                        /** @description Only of an incident: what failed in it before, and what its fault could reach then. */
                        earlier?: {
                            failed: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                            reached: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "text",
                     *       "isSignedIn": true
                     *     }
                     */
                    "application/json": {
                        email: string;
                        isSignedIn: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jo@example.com"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getGraphSchema: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "labels": [
                     *         {
                     *           "label": "text",
                     *           "amount": 1,
                     *           "properties": [
                     *             "text"
                     *           ]
                     *         }
                     *       ],
                     *       "kinds": [
                     *         {
                     *           "label": "text",
                     *           "amount": 1
                     *         }
                     *       ],
                     *       "relations": [
                     *         {
                     *           "type": "text",
                     *           "amount": 1,
                     *           "properties": [
                     *             "text"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        labels: {
                            label: string;
                            amount: number;
                            /** @description Properties that some of them have, of the first 2,000. */
                            properties: string[];
                        }[];
                        /** @description The kinds of Kubernetes objects. Each is a label of its resources too. */
                        kinds: {
                            label: string;
                            amount: number;
                        }[];
                        relations: {
                            type: string;
                            amount: number;
                            /** @description Properties that some of them have, of the first 2,000. */
                            properties: string[];
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getHealthSummary: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "cluster": "prod",
                     *           "sort": "workload",
                     *           "health": "healthy",
                     *           "objects": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            cluster: string;
                            /** @enum {string} */
                            sort: "workload" | "node";
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            objects: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeIncidentView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listIncidentViews: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "query": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            query: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    saveIncidentView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp",
                 *       "query": "text"
                 *     }
                 */
                "application/json": {
                    name: string;
                    query: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "name": "Acme Corp",
                     *       "query": "text"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        query: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeComment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                commentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    addComment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "body": "text"
                 *     }
                 */
                "application/json": {
                    body: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    diagnoseIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "incident",
                     *       "reason": "invoice open for 30 days",
                     *       "symptoms": [
                     *         {
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "what": "text",
                     *           "message": "text"
                     *         }
                     *       ],
                     *       "causes": [
                     *         {
                     *           "rank": 1,
                     *           "code": "123456",
                     *           "title": "text",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "tier": "confirmed",
                     *           "confidence": 1,
                     *           "summary": "text",
                     *           "evidenceFor": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "evidenceAgainst": [
                     *             {
                     *               "text": "text",
                     *               "source": {
                     *                 "type": "state",
                     *                 "object": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "path": "text",
                     *                 "value": "text"
                     *               }
                     *             }
                     *           ],
                     *           "chain": [
                     *             {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "to": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text",
                     *               "text": "text"
                     *             }
                     *           ],
                     *           "remedies": [
                     *             {
                     *               "text": "text"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "chain": [
                     *         {
                     *           "from": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "to": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "relation": "OWNS",
                     *           "mechanism": "text",
                     *           "text": "text"
                     *         }
                     *       ],
                     *       "blastRadius": {
                     *         "affected": [
                     *           {
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "impact": "failing",
                     *             "hops": 1,
                     *             "via": {
                     *               "from": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "relation": "OWNS",
                     *               "mechanism": "text"
                     *             }
                     *           }
                     *         ],
                     *         "counts": {
                     *           "workloads": 1,
                     *           "pods": 1,
                     *           "services": 1,
                     *           "namespaces": 1
                     *         }
                     *       },
                     *       "timeline": [
                     *         {
                     *           "at": 1,
                     *           "lane": "change",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "text": "text",
                     *           "severity": "info"
                     *         }
                     *       ],
                     *       "gaps": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        verdict: "incident" | "no_incident";
                        reason: string;
                        symptoms: {
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            what: string;
                            message: string;
                            since?: number;
                        }[];
                        onset?: {
                            /** @description The time of the first sign, epoch ms. */
                            at: number;
                            /** @description Whether what fails was well before; false if it was broken since it was made. */
                            wasWell?: boolean;
                        };
                        /** @description The change that most likely began the trouble: to the object of the first cause, or to one that it reads. */
                        culprit?: {
                            changeId: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            op: "created" | "updated" | "deleted";
                            at: number;
                            fields: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                            by?: string;
                            /** @description How long before the first sign it was made, in ms. */
                            beforeMs: number;
                            text: string;
                            /** @description How to take exactly this change back. */
                            revert?: {
                                text: string;
                                command?: string;
                            };
                        };
                        causes: {
                            rank: number;
                            code: string;
                            title: string;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            /** @enum {string} */
                            tier: "confirmed" | "likely" | "possible";
                            confidence: number;
                            summary: string;
                            evidenceFor: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            evidenceAgainst: {
                                text: string;
                                source: {
                                    /** @constant */
                                    type: "state";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    path: string;
                                    value: string;
                                } | {
                                    /** @constant */
                                    type: "event";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    reason: string;
                                    message: string;
                                    at?: number;
                                    count?: number;
                                } | {
                                    /** @constant */
                                    type: "log";
                                    namespace: string;
                                    pod: string;
                                    container: string;
                                    line: string;
                                    previous: boolean;
                                } | {
                                    /** @constant */
                                    type: "change";
                                    changeId: string;
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    fields: {
                                        path: string;
                                        before?: string;
                                        after?: string;
                                    }[];
                                    at: number;
                                    by?: string;
                                } | {
                                    /** @constant */
                                    type: "alert";
                                    name: string;
                                    summary: string;
                                    at?: number;
                                } | {
                                    /** @constant */
                                    type: "metric";
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    metric: string;
                                    from: number;
                                    to: number;
                                };
                            }[];
                            chain: {
                                from: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                to: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                mechanism: string;
                                text: string;
                            }[];
                            remedies: {
                                text: string;
                                command?: string;
                            }[];
                        }[];
                        /** @description Only without a cause: what was looked at, and what to look at next. */
                        inquiry?: {
                            lookedAt: string[];
                            next: {
                                text: string;
                                command?: string;
                            }[];
                        };
                        chain: {
                            from: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            to: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                            mechanism: string;
                            text: string;
                        }[];
                        blastRadius: {
                            affected: {
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                impact: "failing" | "degraded" | "at-risk";
                                hops: number;
                                via: {
                                    from: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                    mechanism: string;
                                } | null;
                            }[];
                            counts: {
                                workloads: number;
                                pods: number;
                                services: number;
                                namespaces: number;
                            };
                        };
                        timeline: {
                            at: number;
                            /** @enum {string} */
                            lane: "change" | "event" | "log" | "alert";
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            text: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "error";
                            fields?: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                        }[];
                        gaps: string[];
                        /** @description Only of an incident: what failed in it before, and what its fault could reach then. */
                        earlier?: {
                            failed: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                            reached: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getIncidentEvidence: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": 1,
                     *       "to": 1,
                     *       "objects": [
                     *         {
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "key": "text",
                     *           "health": "healthy",
                     *           "metrics": [
                     *             {
                     *               "metric": "text",
                     *               "time": 1,
                     *               "value": 1
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "type": "text",
                     *           "reason": "invoice open for 30 days",
                     *           "message": "text",
                     *           "count": 1,
                     *           "firstAt": 1,
                     *           "lastAt": 1,
                     *           "kind": "text",
                     *           "name": "Acme Corp"
                     *         }
                     *       ],
                     *       "logs": [
                     *         {
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "container": "text",
                     *           "previous": true,
                     *           "severity": "text",
                     *           "sample": "text",
                     *           "count": 1,
                     *           "firstAt": 1,
                     *           "lastAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        from: number;
                        to: number;
                        objects: {
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            key: string;
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            healthReason?: string;
                            deletedAt?: number;
                            metrics: {
                                metric: string;
                                time: number;
                                value: number;
                            }[];
                        }[];
                        events: {
                            type: string;
                            reason: string;
                            message: string;
                            count: number;
                            firstAt: number;
                            lastAt: number;
                            kind: string;
                            namespace?: string;
                            name: string;
                        }[];
                        logs: {
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            };
                            container: string;
                            previous: boolean;
                            severity: string;
                            sample: string;
                            count: number;
                            firstAt: number;
                            lastAt: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    addFeedback: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "verdict": "confirmed"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    verdict: "confirmed" | "corrected";
                    code?: string;
                    object?: {
                        kind: string;
                        namespace?: string;
                        name: string;
                    };
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    linkIncidents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                otherId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    unlinkIncidents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                otherId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    exportIncident: {
        parameters: {
            query?: {
                format?: "markdown" | "json" | "postmortem";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    resolveIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    code?: string;
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    unresolveIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "number": 1,
                     *       "cluster": "prod",
                     *       "status": "open",
                     *       "title": "text",
                     *       "code": "123456",
                     *       "object": {
                     *         "kind": "text",
                     *         "name": "Acme Corp"
                     *       },
                     *       "tier": "confirmed",
                     *       "severity": "critical",
                     *       "openedAt": 1,
                     *       "lastSeenAt": 1,
                     *       "closedAt": 1,
                     *       "diagnosedAt": 1,
                     *       "acknowledgedAt": 1,
                     *       "acknowledgedBy": "text",
                     *       "assignee": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "name": "Acme Corp"
                     *       },
                     *       "snoozedUntil": 1,
                     *       "resolvedAt": 1,
                     *       "resolvedBy": "text",
                     *       "diagnosis": {
                     *         "verdict": "incident",
                     *         "reason": "invoice open for 30 days",
                     *         "symptoms": [
                     *           {
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "what": "text",
                     *             "message": "text"
                     *           }
                     *         ],
                     *         "causes": [
                     *           {
                     *             "rank": 1,
                     *             "code": "123456",
                     *             "title": "text",
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "tier": "confirmed",
                     *             "confidence": 1,
                     *             "summary": "text",
                     *             "evidenceFor": [
                     *               {
                     *                 "text": "text",
                     *                 "source": {
                     *                   "type": "state",
                     *                   "object": {
                     *                     "kind": "text",
                     *                     "name": "Acme Corp"
                     *                   },
                     *                   "path": "text",
                     *                   "value": "text"
                     *                 }
                     *               }
                     *             ],
                     *             "evidenceAgainst": [
                     *               {
                     *                 "text": "text",
                     *                 "source": {
                     *                   "type": "state",
                     *                   "object": {
                     *                     "kind": "text",
                     *                     "name": "Acme Corp"
                     *                   },
                     *                   "path": "text",
                     *                   "value": "text"
                     *                 }
                     *               }
                     *             ],
                     *             "chain": [
                     *               {
                     *                 "from": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "to": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "relation": "OWNS",
                     *                 "mechanism": "text",
                     *                 "text": "text"
                     *               }
                     *             ],
                     *             "remedies": [
                     *               {
                     *                 "text": "text"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "chain": [
                     *           {
                     *             "from": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "to": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "relation": "OWNS",
                     *             "mechanism": "text",
                     *             "text": "text"
                     *           }
                     *         ],
                     *         "blastRadius": {
                     *           "affected": [
                     *             {
                     *               "object": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "impact": "failing",
                     *               "hops": 1,
                     *               "via": {
                     *                 "from": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "relation": "OWNS",
                     *                 "mechanism": "text"
                     *               }
                     *             }
                     *           ],
                     *           "counts": {
                     *             "workloads": 1,
                     *             "pods": 1,
                     *             "services": 1,
                     *             "namespaces": 1
                     *           }
                     *         },
                     *         "timeline": [
                     *           {
                     *             "at": 1,
                     *             "lane": "change",
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "text": "text",
                     *             "severity": "info"
                     *           }
                     *         ],
                     *         "gaps": [
                     *           "text"
                     *         ]
                     *       },
                     *       "history": [
                     *         {
                     *           "id": "text",
                     *           "at": 1,
                     *           "kind": "text",
                     *           "text": "text"
                     *         }
                     *       ],
                     *       "feedback": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "at": 1,
                     *           "userName": "jo@example.com",
                     *           "verdict": "text",
                     *           "code": "123456",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "note": "text"
                     *         }
                     *       ],
                     *       "resolutionCode": "text",
                     *       "resolutionNote": "text",
                     *       "comments": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "at": 1,
                     *           "author": "text",
                     *           "body": "text",
                     *           "isMine": true
                     *         }
                     *       ],
                     *       "linked": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text"
                     *         }
                     *       ],
                     *       "mergedInto": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "number": 1,
                     *         "title": "text"
                     *       },
                     *       "merged": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text"
                     *         }
                     *       ],
                     *       "splitFrom": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "number": 1,
                     *         "title": "text"
                     *       },
                     *       "split": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        number: number;
                        cluster: string;
                        /** @enum {string} */
                        status: "open" | "closed";
                        title: string;
                        code: string | null;
                        object: {
                            kind: string;
                            namespace?: string;
                            name: string;
                        } | null;
                        tier: ("confirmed" | "likely" | "possible") | null;
                        /**
                         * @description How bad its effect is: critical if something fails that users or other objects go through or run on.
                         * @enum {string}
                         */
                        severity: "critical" | "major" | "minor";
                        openedAt: number;
                        lastSeenAt: number;
                        closedAt: number | null;
                        diagnosedAt: number;
                        acknowledgedAt: number | null;
                        acknowledgedBy: string | null;
                        assignee: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        snoozedUntil: number | null;
                        /** @description When somebody held it for done. Whether it is, the cluster tells: it is closed then. */
                        resolvedAt: number | null;
                        resolvedBy: string | null;
                        diagnosis: {
                            /** @enum {string} */
                            verdict: "incident" | "no_incident";
                            reason: string;
                            symptoms: {
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                what: string;
                                message: string;
                                since?: number;
                            }[];
                            onset?: {
                                /** @description The time of the first sign, epoch ms. */
                                at: number;
                                /** @description Whether what fails was well before; false if it was broken since it was made. */
                                wasWell?: boolean;
                            };
                            /** @description The change that most likely began the trouble: to the object of the first cause, or to one that it reads. */
                            culprit?: {
                                changeId: string;
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                op: "created" | "updated" | "deleted";
                                at: number;
                                fields: {
                                    path: string;
                                    before?: string;
                                    after?: string;
                                }[];
                                by?: string;
                                /** @description How long before the first sign it was made, in ms. */
                                beforeMs: number;
                                text: string;
                                /** @description How to take exactly this change back. */
                                revert?: {
                                    text: string;
                                    command?: string;
                                };
                            };
                            causes: {
                                rank: number;
                                code: string;
                                title: string;
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                tier: "confirmed" | "likely" | "possible";
                                confidence: number;
                                summary: string;
                                evidenceFor: {
                                    text: string;
                                    source: {
                                        /** @constant */
                                        type: "state";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        path: string;
                                        value: string;
                                    } | {
                                        /** @constant */
                                        type: "event";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        reason: string;
                                        message: string;
                                        at?: number;
                                        count?: number;
                                    } | {
                                        /** @constant */
                                        type: "log";
                                        namespace: string;
                                        pod: string;
                                        container: string;
                                        line: string;
                                        previous: boolean;
                                    } | {
                                        /** @constant */
                                        type: "change";
                                        changeId: string;
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        fields: {
                                            path: string;
                                            before?: string;
                                            after?: string;
                                        }[];
                                        at: number;
                                        by?: string;
                                    } | {
                                        /** @constant */
                                        type: "alert";
                                        name: string;
                                        summary: string;
                                        at?: number;
                                    } | {
                                        /** @constant */
                                        type: "metric";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        metric: string;
                                        from: number;
                                        to: number;
                                    };
                                }[];
                                evidenceAgainst: {
                                    text: string;
                                    source: {
                                        /** @constant */
                                        type: "state";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        path: string;
                                        value: string;
                                    } | {
                                        /** @constant */
                                        type: "event";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        reason: string;
                                        message: string;
                                        at?: number;
                                        count?: number;
                                    } | {
                                        /** @constant */
                                        type: "log";
                                        namespace: string;
                                        pod: string;
                                        container: string;
                                        line: string;
                                        previous: boolean;
                                    } | {
                                        /** @constant */
                                        type: "change";
                                        changeId: string;
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        fields: {
                                            path: string;
                                            before?: string;
                                            after?: string;
                                        }[];
                                        at: number;
                                        by?: string;
                                    } | {
                                        /** @constant */
                                        type: "alert";
                                        name: string;
                                        summary: string;
                                        at?: number;
                                    } | {
                                        /** @constant */
                                        type: "metric";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        metric: string;
                                        from: number;
                                        to: number;
                                    };
                                }[];
                                chain: {
                                    from: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    to: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                    mechanism: string;
                                    text: string;
                                }[];
                                remedies: {
                                    text: string;
                                    command?: string;
                                }[];
                            }[];
                            /** @description Only without a cause: what was looked at, and what to look at next. */
                            inquiry?: {
                                lookedAt: string[];
                                next: {
                                    text: string;
                                    command?: string;
                                }[];
                            };
                            chain: {
                                from: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                to: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                mechanism: string;
                                text: string;
                            }[];
                            blastRadius: {
                                affected: {
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    /** @enum {string} */
                                    impact: "failing" | "degraded" | "at-risk";
                                    hops: number;
                                    via: {
                                        from: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                        mechanism: string;
                                    } | null;
                                }[];
                                counts: {
                                    workloads: number;
                                    pods: number;
                                    services: number;
                                    namespaces: number;
                                };
                            };
                            timeline: {
                                at: number;
                                /** @enum {string} */
                                lane: "change" | "event" | "log" | "alert";
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                text: string;
                                /** @enum {string} */
                                severity: "info" | "warning" | "error";
                                fields?: {
                                    path: string;
                                    before?: string;
                                    after?: string;
                                }[];
                            }[];
                            gaps: string[];
                            /** @description Only of an incident: what failed in it before, and what its fault could reach then. */
                            earlier?: {
                                failed: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                }[];
                                reached: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                }[];
                            };
                        };
                        history: {
                            id: string;
                            at: number;
                            kind: string;
                            text: string;
                        }[];
                        feedback: {
                            /** Format: uuid */
                            id: string;
                            at: number;
                            userName: string;
                            verdict: string;
                            code: string | null;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            } | null;
                            note: string | null;
                        }[];
                        resolutionCode: string | null;
                        resolutionNote: string | null;
                        comments: {
                            /** Format: uuid */
                            id: string;
                            at: number;
                            author: string;
                            /** @description Markdown. */
                            body: string;
                            isMine: boolean;
                        }[];
                        linked: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                        }[];
                        mergedInto: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                        } | null;
                        merged: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                        }[];
                        splitFrom: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                        } | null;
                        split: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    updateIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    acknowledged?: boolean;
                    /** @description A member; null for nobody. */
                    assigneeId?: string | null;
                    /** @description Epoch ms, at most 30 days ahead; null to wake it. */
                    snoozedUntil?: number | null;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    revokeShare: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                shareId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listShares: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "expiresAt": 1,
                     *           "lastOpenedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            createdBy: string;
                            createdAt: number;
                            expiresAt: number;
                            lastOpenedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    shareIncident: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 1
                 *     }
                 */
                "application/json": {
                    days: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "url": "text",
                     *       "expiresAt": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        url: string;
                        expiresAt: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listSimilarIncidents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "title": "text",
                     *           "cluster": "prod",
                     *           "status": "open",
                     *           "code": "123456",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "openedAt": 1,
                     *           "closedAt": 1,
                     *           "similarity": 1,
                     *           "feedback": {
                     *             "verdict": "text",
                     *             "note": "text"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            title: string;
                            cluster: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                            code: string | null;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            } | null;
                            openedAt: number;
                            closedAt: number | null;
                            similarity: number;
                            feedback: {
                                verdict: string;
                                note: string | null;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getAccuracy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "judged": 1,
                     *       "right": 1,
                     *       "byTier": {
                     *         "confirmed": {
                     *           "judged": 1,
                     *           "right": 1
                     *         },
                     *         "likely": {
                     *           "judged": 1,
                     *           "right": 1
                     *         },
                     *         "possible": {
                     *           "judged": 1,
                     *           "right": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        judged: number;
                        right: number;
                        byTier: {
                            confirmed: {
                                judged: number;
                                right: number;
                            };
                            likely: {
                                judged: number;
                                right: number;
                            };
                            possible: {
                                judged: number;
                                right: number;
                            };
                        };
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                status?: "open" | "closed";
                state?: "open" | "waiting" | "acknowledged" | "snoozed" | "resolved" | "closed";
                cluster?: string;
                namespace?: string;
                object?: string;
                change?: string;
                severity?: "critical" | "major" | "minor";
                code?: string;
                assignee?: string | ("me" | "nobody");
                q?: string;
                since?: number;
                until?: number;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "cluster": "prod",
                     *           "status": "open",
                     *           "title": "text",
                     *           "code": "123456",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "tier": "confirmed",
                     *           "severity": "critical",
                     *           "openedAt": 1,
                     *           "lastSeenAt": 1,
                     *           "closedAt": 1,
                     *           "diagnosedAt": 1,
                     *           "acknowledgedAt": 1,
                     *           "acknowledgedBy": "text",
                     *           "assignee": {
                     *             "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *             "name": "Acme Corp"
                     *           },
                     *           "snoozedUntil": 1,
                     *           "resolvedAt": 1,
                     *           "resolvedBy": "text"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            cluster: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                            title: string;
                            code: string | null;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            } | null;
                            tier: ("confirmed" | "likely" | "possible") | null;
                            /**
                             * @description How bad its effect is: critical if something fails that users or other objects go through or run on.
                             * @enum {string}
                             */
                            severity: "critical" | "major" | "minor";
                            openedAt: number;
                            lastSeenAt: number;
                            closedAt: number | null;
                            diagnosedAt: number;
                            acknowledgedAt: number | null;
                            acknowledgedBy: string | null;
                            assignee: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                            snoozedUntil: number | null;
                            /** @description When somebody held it for done. Whether it is, the cluster tells: it is closed then. */
                            resolvedAt: number | null;
                            resolvedBy: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getIncidentTrend: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "days": [
                     *         {
                     *           "day": "text",
                     *           "critical": 1,
                     *           "major": 1,
                     *           "minor": 1
                     *         }
                     *       ],
                     *       "medianRecoveryMs": 1
                     *     }
                     */
                    "application/json": {
                        days: {
                            day: string;
                            critical: number;
                            major: number;
                            minor: number;
                        }[];
                        medianRecoveryMs: number | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    ingest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stream: "state.k8s.resource" | "events.normalized" | "logs.normalized" | "alerts.normalized" | "metrics.normalized";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    records: unknown[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "duplicates": 1,
                     *       "rejected": 1,
                     *       "results": [
                     *         {
                     *           "status": "accepted"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: number;
                        results: ({
                            /** @constant */
                            status: "accepted";
                            /** @constant */
                            duplicate?: true;
                        } | {
                            /** @constant */
                            status: "rejected";
                            reason: string;
                            detail: string;
                        })[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    lookUpInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client": "text",
                     *       "email": "text",
                     *       "role": "viewer",
                     *       "hasAccount": true
                     *     }
                     */
                    "application/json": {
                        client: string;
                        email: string;
                        /** @enum {string} */
                        role: "viewer" | "member" | "admin" | "owner";
                        hasAccount: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jo@example.com",
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    role: "viewer" | "member" | "admin" | "owner";
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": [
                     *         {
                     *           "name": "events",
                     *           "state": "ok",
                     *           "used": 1,
                     *           "allowed": 1,
                     *           "threshold": 1,
                     *           "projectedAt": 1,
                     *           "resetsAt": 1,
                     *           "checkedAt": 1
                     *         }
                     *       ],
                     *       "spendCap": {
                     *         "cents": 1,
                     *         "isHard": true,
                     *         "isReached": true
                     *       },
                     *       "hasOverage": true
                     *     }
                     */
                    "application/json": {
                        limits: {
                            /** @enum {string} */
                            name: "events" | "rca_queries" | "storage" | "api_calls" | "clusters" | "spend";
                            /** @enum {string} */
                            state: "ok" | "warned" | "over" | "blocked";
                            used: number;
                            allowed: number;
                            threshold: number;
                            projectedAt: number | null;
                            resetsAt: number | null;
                            checkedAt: number;
                        }[];
                        spendCap: {
                            cents: number | null;
                            isHard: boolean;
                            isReached: boolean;
                        };
                        hasOverage: boolean;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    requestAddressChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jo@example.com"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    password?: string;
                    code?: string;
                    passkey?: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    switchClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "clientId": "acme-corp"
                 *     }
                 */
                "application/json": {
                    clientId: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    leaveClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    offerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "text"
                     *     }
                     */
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    addPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp",
                 *       "response": "text"
                 *     }
                 */
                "application/json": {
                    name: string;
                    response: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recoveryCodes": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "correct horse battery staple",
                 *       "next": "another long password"
                 *     }
                 */
                "application/json": {
                    current: string;
                    next: string;
                    /** @default false */
                    revokeKeys?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Acme Corp",
                     *       "email": "text",
                     *       "hasPassword": true,
                     *       "theme": "system",
                     *       "timeZone": "text",
                     *       "createdAt": 1
                     *     }
                     */
                    "application/json": {
                        name: string;
                        email: string;
                        hasPassword: boolean;
                        /** @enum {string} */
                        theme: "system" | "light" | "dark";
                        timeZone: string;
                        createdAt: number;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    updateProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    theme?: "system" | "light" | "dark";
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Acme Corp",
                     *       "email": "text",
                     *       "hasPassword": true,
                     *       "theme": "system",
                     *       "timeZone": "text",
                     *       "createdAt": 1
                     *     }
                     */
                    "application/json": {
                        name: string;
                        email: string;
                        hasPassword: boolean;
                        /** @enum {string} */
                        theme: "system" | "light" | "dark";
                        timeZone: string;
                        createdAt: number;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removePushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    changePushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "severities": [
                 *         "critical"
                 *       ]
                 *     }
                 */
                "application/json": {
                    severities: ("critical" | "major" | "minor")[];
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "name": "Acme Corp",
                     *       "endpointHash": "text",
                     *       "severities": [
                     *         "critical"
                     *       ],
                     *       "createdAt": 1,
                     *       "failingSince": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description SHA-256 of the address at the push service, as hex: by this a browser recognises its own subscription. */
                        endpointHash: string;
                        severities: ("critical" | "major" | "minor")[];
                        createdAt: number;
                        /** @description Since when the push service has taken nothing. */
                        failingSince: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    testPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "answer": "text"
                     *     }
                     */
                    "application/json": {
                        ok: boolean;
                        answer: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listPushSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "publicKey": "text",
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "endpointHash": "text",
                     *           "severities": [
                     *             "critical"
                     *           ],
                     *           "createdAt": 1,
                     *           "failingSince": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @description The VAPID key of the installation (RFC 8292), in base64url: the applicationServerKey of a subscription. */
                        publicKey: string;
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description SHA-256 of the address at the push service, as hex: by this a browser recognises its own subscription. */
                            endpointHash: string;
                            severities: ("critical" | "major" | "minor")[];
                            createdAt: number;
                            /** @description Since when the push service has taken nothing. */
                            failingSince: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    addPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "endpoint": "https://push.example.com/send/1",
                 *       "keys": {
                 *         "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                 *         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
                 *       },
                 *       "name": "Acme Corp",
                 *       "severities": [
                 *         "critical"
                 *       ]
                 *     }
                 */
                "application/json": {
                    endpoint: string;
                    keys: {
                        p256dh: string;
                        auth: string;
                    };
                    name: string;
                    severities: ("critical" | "major" | "minor")[];
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "name": "Acme Corp",
                     *       "endpointHash": "text",
                     *       "severities": [
                     *         "critical"
                     *       ],
                     *       "createdAt": 1,
                     *       "failingSince": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description SHA-256 of the address at the push service, as hex: by this a browser recognises its own subscription. */
                        endpointHash: string;
                        severities: ("critical" | "major" | "minor")[];
                        createdAt: number;
                        /** @description Since when the push service has taken nothing. */
                        failingSince: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    replaceRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recoveryCodes": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    whoAmI: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Acme Corp",
                     *       "isPerson": true,
                     *       "via": "session",
                     *       "isStaff": true,
                     *       "role": "viewer",
                     *       "client": {
                     *         "id": "text",
                     *         "name": "Acme Corp",
                     *         "plan": "free",
                     *         "status": "onboarding",
                     *         "deletionDueAt": 1,
                     *         "suspendedFor": "payment",
                     *         "clusterNames": {},
                     *         "missingFeatures": [
                     *           "mcp"
                     *         ]
                     *       },
                     *       "clients": [
                     *         {
                     *           "id": "text",
                     *           "name": "Acme Corp"
                     *         }
                     *       ],
                     *       "lacksSecondFactor": true,
                     *       "ssoClient": "text",
                     *       "needsSso": "text",
                     *       "impersonation": {
                     *         "by": "text",
                     *         "reason": "invoice open for 30 days"
                     *       },
                     *       "installation": {
                     *         "paymentsSimulated": true,
                     *         "paymentsOff": true,
                     *         "outbox": true,
                     *         "mailOff": true,
                     *         "sampleCluster": true,
                     *         "announcements": [
                     *           {
                     *             "id": "text",
                     *             "title": "text",
                     *             "body": "text",
                     *             "tone": "info"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        name: string;
                        isPerson: boolean;
                        /** @enum {string} */
                        via: "session" | "key" | "staff-token" | "scim-token";
                        isStaff: boolean;
                        role: ("viewer" | "member" | "admin" | "owner") | null;
                        client: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            plan: "free" | "basic" | "pro" | "enterprise";
                            /** @enum {string} */
                            status: "onboarding" | "active" | "suspended" | "closed";
                            deletionDueAt: number | null;
                            suspendedFor: ("payment" | "staff") | null;
                            /** @description What people call the clusters that were renamed, by their names. */
                            clusterNames: {
                                [key: string]: string;
                            };
                            /** @description What the provider has switched off for it. */
                            missingFeatures: ("mcp" | "queries" | "semantic-search" | "web-push")[];
                        } | null;
                        clients: {
                            id: string;
                            name: string;
                        }[];
                        lacksSecondFactor: boolean;
                        ssoClient: string | null;
                        needsSso: string | null;
                        impersonation: {
                            by: string;
                            reason: string;
                        } | null;
                        installation: {
                            paymentsSimulated: boolean;
                            paymentsOff: boolean;
                            outbox: boolean;
                            mailOff: boolean;
                            sampleCluster: boolean;
                            announcements: {
                                id: string;
                                title: string;
                                body: string;
                                /** @enum {string} */
                                tone: "info" | "warn" | "bad";
                            }[];
                        };
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    getSecurity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "hasPassword": true,
                     *       "totp": true,
                     *       "recoveryCodes": 1,
                     *       "passkeysAvailable": true,
                     *       "passkeys": [
                     *         {
                     *           "id": "text",
                     *           "name": "Acme Corp",
                     *           "createdAt": 1,
                     *           "lastUsedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        hasPassword: boolean;
                        totp: boolean;
                        recoveryCodes: number;
                        passkeysAvailable: boolean;
                        passkeys: {
                            id: string;
                            name: string;
                            createdAt: number;
                            lastUsedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "current": true,
                     *           "methods": [
                     *             "text"
                     *           ],
                     *           "userAgent": "text",
                     *           "address": "text",
                     *           "createdAt": 1,
                     *           "lastSeenAt": 1,
                     *           "expiresAt": 1,
                     *           "impersonator": "text"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            current: boolean;
                            methods: string[];
                            userAgent: string;
                            address: string;
                            createdAt: number;
                            lastSeenAt: number;
                            expiresAt: number;
                            impersonator: string | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recoveryCodes": [
                     *         "text"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    offerTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uri": "text",
                     *       "secret": "text"
                     *     }
                     */
                    "application/json": {
                        uri: string;
                        secret: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    transferOwnership: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role: "viewer" | "member" | "admin" | "owner";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requiresSecondFactor": true,
                     *       "items": [
                     *         {
                     *           "userId": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "email": "text",
                     *           "role": "viewer",
                     *           "joinedAt": 1,
                     *           "lastSeenAt": 1,
                     *           "hasSecondFactor": true
                     *         }
                     *       ],
                     *       "invitations": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "email": "text",
                     *           "role": "viewer",
                     *           "invitedBy": "text",
                     *           "createdAt": 1,
                     *           "expiresAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        requiresSecondFactor: boolean;
                        items: {
                            /** Format: uuid */
                            userId: string;
                            name: string;
                            email: string;
                            /** @enum {string} */
                            role: "viewer" | "member" | "admin" | "owner";
                            joinedAt: number;
                            lastSeenAt: number | null;
                            hasSecondFactor: boolean;
                        }[];
                        invitations: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            /** @enum {string} */
                            role: "viewer" | "member" | "admin" | "owner";
                            invitedBy: string;
                            createdAt: number;
                            expiresAt: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    takeFreePlan: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "free"
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    plan: "free";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getOnboarding: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "needsPayment": true,
                     *       "installCommand": "text",
                     *       "firstDataAt": 1,
                     *       "sample": "unavailable",
                     *       "sampleError": "text"
                     *     }
                     */
                    "application/json": {
                        needsPayment: boolean;
                        installCommand: string;
                        firstDataAt: number | null;
                        /** @enum {string} */
                        sample: "unavailable" | "detached" | "starting" | "attached" | "failed";
                        sampleError: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    receiveOtlpLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cluster: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": unknown;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": "free",
                     *       "clusters": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "status": "waiting",
                     *           "lastHeartbeatAt": 1
                     *         }
                     *       ],
                     *       "openIncidents": 1,
                     *       "incidents": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "number": 1,
                     *           "cluster": "prod",
                     *           "status": "open",
                     *           "title": "text",
                     *           "code": "123456",
                     *           "object": {
                     *             "kind": "text",
                     *             "name": "Acme Corp"
                     *           },
                     *           "tier": "confirmed",
                     *           "severity": "critical",
                     *           "openedAt": 1,
                     *           "lastSeenAt": 1,
                     *           "closedAt": 1,
                     *           "diagnosedAt": 1,
                     *           "acknowledgedAt": 1,
                     *           "acknowledgedBy": "text",
                     *           "assignee": {
                     *             "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *             "name": "Acme Corp"
                     *           },
                     *           "snoozedUntil": 1,
                     *           "resolvedAt": 1,
                     *           "resolvedBy": "text"
                     *         }
                     *       ],
                     *       "eventsToday": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "eventsMonth": 1,
                     *       "rcaQueries": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "apiCalls": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "storageBytes": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "estimateCents": 1
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        clusters: {
                            name: string;
                            /** @enum {string} */
                            status: "waiting" | "connected" | "degraded" | "silent";
                            lastHeartbeatAt: number | null;
                        }[];
                        openIncidents: number;
                        incidents: {
                            /** Format: uuid */
                            id: string;
                            number: number;
                            cluster: string;
                            /** @enum {string} */
                            status: "open" | "closed";
                            title: string;
                            code: string | null;
                            object: {
                                kind: string;
                                namespace?: string;
                                name: string;
                            } | null;
                            tier: ("confirmed" | "likely" | "possible") | null;
                            /**
                             * @description How bad its effect is: critical if something fails that users or other objects go through or run on.
                             * @enum {string}
                             */
                            severity: "critical" | "major" | "minor";
                            openedAt: number;
                            lastSeenAt: number;
                            closedAt: number | null;
                            diagnosedAt: number;
                            acknowledgedAt: number | null;
                            acknowledgedBy: string | null;
                            assignee: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                            snoozedUntil: number | null;
                            /** @description When somebody held it for done. Whether it is, the cluster tells: it is closed then. */
                            resolvedAt: number | null;
                            resolvedBy: string | null;
                        }[];
                        eventsToday: {
                            used: number;
                            limit: number | null;
                        };
                        eventsMonth: number;
                        rcaQueries: {
                            used: number;
                            limit: number | null;
                        };
                        apiCalls: {
                            used: number;
                            limit: number | null;
                        };
                        storageBytes: {
                            used: number;
                            limit: number | null;
                        };
                        estimateCents: number | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    challengePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "text"
                     *     }
                     */
                    "application/json": {
                        challenge: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": {
                    token: string;
                    password: string;
                    /** @default false */
                    revokeKeys?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "text"
                     *     }
                     */
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jo@example.com"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getProvisioning: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "onboarding",
                     *       "steps": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "status": "waiting",
                     *           "attempts": 1,
                     *           "startedAt": 1,
                     *           "finishedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "onboarding" | "active" | "suspended" | "closed";
                        steps: {
                            name: string;
                            /** @enum {string} */
                            status: "waiting" | "running" | "done" | "failing";
                            attempts: number;
                            startedAt: number | null;
                            finishedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    renewPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "endpoint": "https://push.example.com/send/1",
                 *       "keys": {
                 *         "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                 *         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
                 *       },
                 *       "previous": {
                 *         "endpoint": "https://push.example.com/send/1",
                 *         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
                 *       }
                 *     }
                 */
                "application/json": {
                    endpoint: string;
                    keys: {
                        p256dh: string;
                        auth: string;
                    };
                    previous: {
                        endpoint: string;
                        auth: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    exportQuery: {
        parameters: {
            query?: {
                cluster?: string;
                namespace?: string;
                kind?: string;
                name?: string;
                label?: string;
                field?: string;
                incident?: number;
                hours?: number;
                least?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getQuery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "text",
                     *       "subject": "topology",
                     *       "title": "text",
                     *       "description": "text",
                     *       "parameters": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "title": "text",
                     *           "description": "text",
                     *           "type": "text",
                     *           "required": true,
                     *           "default": "text",
                     *           "most": 1
                     *         }
                     *       ],
                     *       "columns": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "title": "text",
                     *           "type": "object"
                     *         }
                     *       ],
                     *       "example": {},
                     *       "cypher": "MATCH (p:Pod) RETURN p.name LIMIT 10"
                     *     }
                     */
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        subject: "topology" | "causes" | "incidents" | "changes" | "noise" | "health" | "capacity" | "ownership" | "security";
                        title: string;
                        description: string;
                        parameters: {
                            name: string;
                            title: string;
                            description: string;
                            /** @enum {string} */
                            type: "text" | "number";
                            required: boolean;
                            /** @description What it is where it is not given; null where it must be. */
                            default: string | number | null;
                            /** @description The least number that is accepted. */
                            least?: number;
                            /** @description The largest number that is accepted; of a text the most characters. */
                            most: number;
                        }[];
                        columns: {
                            name: string;
                            title: string;
                            /** @enum {string} */
                            type: "object" | "incident" | "text" | "list" | "number" | "time" | "health" | "fields" | "message";
                        }[];
                        /** @description Parameters with which it can be tried. */
                        example: {
                            [key: string]: string | number;
                        };
                        /** @description The text of the query, for those who want to know what exactly is asked. */
                        cypher: string;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    runQuery: {
        parameters: {
            query?: {
                cluster?: string;
                namespace?: string;
                kind?: string;
                name?: string;
                label?: string;
                field?: string;
                incident?: number;
                hours?: number;
                least?: number;
                limit?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "columns": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "title": "text",
                     *           "type": "object"
                     *         }
                     *       ],
                     *       "rows": [
                     *         {}
                     *       ],
                     *       "truncated": true
                     *     }
                     */
                    "application/json": {
                        columns: {
                            name: string;
                            title: string;
                            /** @enum {string} */
                            type: "object" | "incident" | "text" | "list" | "number" | "time" | "health" | "fields" | "message";
                        }[];
                        /** @description A value for each column, by its name. Times are in epoch milliseconds. */
                        rows: {
                            [key: string]: string | number | boolean | null | string[] | {
                                /** @description As GET /api/v1/resources/{key} takes it. */
                                key: string;
                                kind: string;
                                namespace?: string;
                                name: string;
                                cluster: string;
                                /** @enum {string} */
                                health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            } | {
                                id: string;
                                number: number;
                                title: string;
                            };
                        }[];
                        /** @description There are more rows than were asked for. */
                        truncated: boolean;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listQueries: {
        parameters: {
            query?: {
                subject?: "topology" | "causes" | "incidents" | "changes" | "noise" | "health" | "capacity" | "ownership" | "security";
                q?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "subject": "topology",
                     *           "title": "text",
                     *           "description": "text",
                     *           "parameters": [
                     *             {
                     *               "name": "Acme Corp",
                     *               "title": "text",
                     *               "description": "text",
                     *               "type": "text",
                     *               "required": true,
                     *               "default": "text",
                     *               "most": 1
                     *             }
                     *           ],
                     *           "columns": [
                     *             {
                     *               "name": "Acme Corp",
                     *               "title": "text",
                     *               "type": "object"
                     *             }
                     *           ],
                     *           "example": {},
                     *           "cypher": "MATCH (p:Pod) RETURN p.name LIMIT 10"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            /** @enum {string} */
                            subject: "topology" | "causes" | "incidents" | "changes" | "noise" | "health" | "capacity" | "ownership" | "security";
                            title: string;
                            description: string;
                            parameters: {
                                name: string;
                                title: string;
                                description: string;
                                /** @enum {string} */
                                type: "text" | "number";
                                required: boolean;
                                /** @description What it is where it is not given; null where it must be. */
                                default: string | number | null;
                                /** @description The least number that is accepted. */
                                least?: number;
                                /** @description The largest number that is accepted; of a text the most characters. */
                                most: number;
                            }[];
                            columns: {
                                name: string;
                                title: string;
                                /** @enum {string} */
                                type: "object" | "incident" | "text" | "list" | "number" | "time" | "health" | "fields" | "message";
                            }[];
                            /** @description Parameters with which it can be tried. */
                            example: {
                                [key: string]: string | number;
                            };
                            /** @description The text of the query, for those who want to know what exactly is asked. */
                            cypher: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
    getResource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path: {
                key: string[];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "text",
                     *       "uid": "text",
                     *       "cluster": "prod",
                     *       "kind": "text",
                     *       "name": "Acme Corp",
                     *       "health": "healthy",
                     *       "healthHistory": [
                     *         {
                     *           "at": 1,
                     *           "state": "healthy"
                     *         }
                     *       ],
                     *       "missingRefs": [
                     *         "text"
                     *       ],
                     *       "labels": [
                     *         "text"
                     *       ],
                     *       "firstSeen": 1,
                     *       "lastSeen": 1,
                     *       "object": {},
                     *       "neighbours": [
                     *         {
                     *           "type": "text",
                     *           "direction": "in",
                     *           "key": "text",
                     *           "kind": "text",
                     *           "name": "Acme Corp",
                     *           "health": "healthy"
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "key": "text",
                     *           "type": "text",
                     *           "reason": "invoice open for 30 days",
                     *           "message": "text",
                     *           "count": 1,
                     *           "firstAt": 1,
                     *           "lastAt": 1,
                     *           "kind": "text",
                     *           "name": "Acme Corp"
                     *         }
                     *       ],
                     *       "logs": [
                     *         {
                     *           "key": "text",
                     *           "pod": "text",
                     *           "container": "text",
                     *           "previous": true,
                     *           "severity": "text",
                     *           "sample": "text",
                     *           "count": 1,
                     *           "lastAt": 1
                     *         }
                     *       ],
                     *       "alerts": [
                     *         {
                     *           "key": "text",
                     *           "name": "Acme Corp",
                     *           "status": "text",
                     *           "lastAt": 1
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "key": "text",
                     *           "resource": "text",
                     *           "cluster": "prod",
                     *           "at": 1,
                     *           "op": "created",
                     *           "fields": [
                     *             {
                     *               "path": "text"
                     *             }
                     *           ],
                     *           "kind": "text",
                     *           "name": "Acme Corp"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        key: string;
                        uid: string;
                        cluster: string;
                        kind: string;
                        namespace?: string;
                        name: string;
                        /** @enum {string} */
                        health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                        healthReason?: string;
                        /** @description Its changes of health, oldest first: the last 64. The reason is that of the time at which the state began. */
                        healthHistory: {
                            at: number;
                            /** @enum {string} */
                            state: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            reason?: string;
                        }[];
                        missingRefs: string[];
                        labels: string[];
                        firstSeen: number;
                        lastSeen: number;
                        createdAt?: number;
                        deletedAt?: number;
                        object: {
                            [key: string]: unknown;
                        };
                        neighbours: {
                            type: string;
                            /** @enum {string} */
                            direction: "in" | "out";
                            key: string;
                            kind: string;
                            namespace?: string;
                            name: string;
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            deletedAt?: number;
                            until?: number;
                        }[];
                        events: {
                            key: string;
                            type: string;
                            reason: string;
                            message: string;
                            count: number;
                            firstAt: number;
                            lastAt: number;
                            kind: string;
                            namespace?: string;
                            name: string;
                        }[];
                        logs: {
                            key: string;
                            pod: string;
                            container: string;
                            previous: boolean;
                            severity: string;
                            sample: string;
                            count: number;
                            lastAt: number;
                        }[];
                        alerts: {
                            key: string;
                            name: string;
                            status: string;
                            lastAt: number;
                        }[];
                        changes: {
                            key: string;
                            /** @description The key of the object that was changed. */
                            resource: string;
                            cluster: string;
                            at: number;
                            /** @enum {string} */
                            op: "created" | "updated" | "deleted";
                            fields: {
                                path: string;
                                before?: string;
                                after?: string;
                            }[];
                            by?: string;
                            kind: string;
                            namespace?: string;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listResources: {
        parameters: {
            query?: {
                q?: string;
                cluster?: string;
                namespace?: string;
                kind?: string;
                health?: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "text",
                     *           "kind": "text",
                     *           "name": "Acme Corp",
                     *           "cluster": "prod",
                     *           "health": "healthy"
                     *         }
                     *       ],
                     *       "nextCursor": "text"
                     *     }
                     */
                    "application/json": {
                        items: {
                            key: string;
                            kind: string;
                            namespace?: string;
                            name: string;
                            cluster: string;
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    switchSampleFault: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "on": true
                 *     }
                 */
                "application/json": {
                    on: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getSampleCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "detached",
                     *       "cluster": "prod",
                     *       "faults": [
                     *         {
                     *           "name": "Acme Corp",
                     *           "category": "text",
                     *           "title": "text",
                     *           "description": "text",
                     *           "on": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "detached" | "starting" | "attached" | "failed";
                        cluster: string;
                        error?: string;
                        faults: {
                            name: string;
                            category: string;
                            title: string;
                            description: string;
                            on: boolean;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            429: components["responses"]["429"];
        };
    };
    attachSampleCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    detachSampleCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    revokeScimToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    listScimTokens: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "name": "Acme Corp",
                     *           "lastFour": "text",
                     *           "createdBy": "text",
                     *           "createdAt": 1,
                     *           "lastUsedAt": 1,
                     *           "revokedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            lastFour: string;
                            createdBy: string;
                            createdAt: number;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    createScimToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Corp"
                 *     }
                 */
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "the-token-from-the-mail",
                     *       "scimToken": {
                     *         "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *         "name": "Acme Corp",
                     *         "lastFour": "text",
                     *         "createdBy": "text",
                     *         "createdAt": 1,
                     *         "lastUsedAt": 1,
                     *         "revokedAt": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        token: string;
                        scimToken: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            lastFour: string;
                            createdBy: string;
                            createdAt: number;
                            lastUsedAt: number | null;
                            revokedAt: number | null;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getScimResourceTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
        };
    };
    getScimSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
        };
    };
    getScimServiceProviderConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
        };
    };
    getScimUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The object does not exist or belongs to another client; the response is the same */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The address and the headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceScimUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/scim+json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The object does not exist or belongs to another client; the response is the same */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit the present state; detail says what to do first */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type other than JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description An input is invalid; invalid_params lists each of them */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The address and the headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on at the moment; Retry-After says when to try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteScimUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The object does not exist or belongs to another client; the response is the same */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit the present state; detail says what to do first */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The address and the headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on at the moment; Retry-After says when to try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchScimUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/scim+json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The object does not exist or belongs to another client; the response is the same */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit the present state; detail says what to do first */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type other than JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description An input is invalid; invalid_params lists each of them */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The address and the headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on at the moment; Retry-After says when to try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listScimUsers: {
        parameters: {
            query?: {
                filter?: string;
                startIndex?: number;
                count?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description An input is invalid; invalid_params lists each of them */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The address and the headers are too large */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createScimUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/scim+json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/scim+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request cannot be read: its address, its encoding or its JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the API key is unknown, revoked or expired */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The API key lacks the permission, the user lacks the role, or the page that asks is of another origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit the present state; detail says what to do first */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type other than JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description An input is invalid; invalid_params lists each of them */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description A limit has been reached; Retry-After says when to try again */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                };
            };
            /** @description Too much is going on at the moment; Retry-After says when to try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["ScimError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
                limit?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "text",
                     *           "type": "page",
                     *           "title": "text",
                     *           "text": "text",
                     *           "path": "text",
                     *           "cluster": "prod",
                     *           "namespace": "shop",
                     *           "kind": "text",
                     *           "health": "healthy",
                     *           "at": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: {
                            id: string;
                            /** @enum {string} */
                            type: "page" | "action" | "incident" | "resource" | "event" | "log" | "alert" | "query" | "guide";
                            title: string;
                            text: string;
                            /** @description The page of the portal, behind the portal's address. */
                            path: string;
                            cluster: string | null;
                            namespace: string | null;
                            kind: string | null;
                            health: ("healthy" | "degraded" | "failing" | "unknown" | "pending") | null;
                            /** @description When it was last seen. */
                            at: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    openSharedIncident: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the-token-from-the-mail"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": 1,
                     *       "cluster": "prod",
                     *       "status": "open",
                     *       "title": "text",
                     *       "severity": "critical",
                     *       "openedAt": 1,
                     *       "lastSeenAt": 1,
                     *       "closedAt": 1,
                     *       "clusterName": "text",
                     *       "diagnosis": {
                     *         "verdict": "incident",
                     *         "reason": "invoice open for 30 days",
                     *         "symptoms": [
                     *           {
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "what": "text",
                     *             "message": "text"
                     *           }
                     *         ],
                     *         "causes": [
                     *           {
                     *             "rank": 1,
                     *             "code": "123456",
                     *             "title": "text",
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "tier": "confirmed",
                     *             "confidence": 1,
                     *             "summary": "text",
                     *             "evidenceFor": [
                     *               {
                     *                 "text": "text",
                     *                 "source": {
                     *                   "type": "state",
                     *                   "object": {
                     *                     "kind": "text",
                     *                     "name": "Acme Corp"
                     *                   },
                     *                   "path": "text",
                     *                   "value": "text"
                     *                 }
                     *               }
                     *             ],
                     *             "evidenceAgainst": [
                     *               {
                     *                 "text": "text",
                     *                 "source": {
                     *                   "type": "state",
                     *                   "object": {
                     *                     "kind": "text",
                     *                     "name": "Acme Corp"
                     *                   },
                     *                   "path": "text",
                     *                   "value": "text"
                     *                 }
                     *               }
                     *             ],
                     *             "chain": [
                     *               {
                     *                 "from": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "to": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "relation": "OWNS",
                     *                 "mechanism": "text",
                     *                 "text": "text"
                     *               }
                     *             ],
                     *             "remedies": [
                     *               {
                     *                 "text": "text"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "chain": [
                     *           {
                     *             "from": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "to": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "relation": "OWNS",
                     *             "mechanism": "text",
                     *             "text": "text"
                     *           }
                     *         ],
                     *         "blastRadius": {
                     *           "affected": [
                     *             {
                     *               "object": {
                     *                 "kind": "text",
                     *                 "name": "Acme Corp"
                     *               },
                     *               "impact": "failing",
                     *               "hops": 1,
                     *               "via": {
                     *                 "from": {
                     *                   "kind": "text",
                     *                   "name": "Acme Corp"
                     *                 },
                     *                 "relation": "OWNS",
                     *                 "mechanism": "text"
                     *               }
                     *             }
                     *           ],
                     *           "counts": {
                     *             "workloads": 1,
                     *             "pods": 1,
                     *             "services": 1,
                     *             "namespaces": 1
                     *           }
                     *         },
                     *         "timeline": [
                     *           {
                     *             "at": 1,
                     *             "lane": "change",
                     *             "object": {
                     *               "kind": "text",
                     *               "name": "Acme Corp"
                     *             },
                     *             "text": "text",
                     *             "severity": "info"
                     *           }
                     *         ],
                     *         "gaps": [
                     *           "text"
                     *         ]
                     *       },
                     *       "expiresAt": 1
                     *     }
                     */
                    "application/json": {
                        number: number;
                        cluster: string;
                        /** @enum {string} */
                        status: "open" | "closed";
                        title: string;
                        /**
                         * @description How bad its effect is: critical if something fails that users or other objects go through or run on.
                         * @enum {string}
                         */
                        severity: "critical" | "major" | "minor";
                        openedAt: number;
                        lastSeenAt: number;
                        closedAt: number | null;
                        /** @description What people call the cluster. */
                        clusterName: string;
                        diagnosis: {
                            /** @enum {string} */
                            verdict: "incident" | "no_incident";
                            reason: string;
                            symptoms: {
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                what: string;
                                message: string;
                                since?: number;
                            }[];
                            onset?: {
                                /** @description The time of the first sign, epoch ms. */
                                at: number;
                                /** @description Whether what fails was well before; false if it was broken since it was made. */
                                wasWell?: boolean;
                            };
                            /** @description The change that most likely began the trouble: to the object of the first cause, or to one that it reads. */
                            culprit?: {
                                changeId: string;
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                op: "created" | "updated" | "deleted";
                                at: number;
                                fields: {
                                    path: string;
                                    before?: string;
                                    after?: string;
                                }[];
                                by?: string;
                                /** @description How long before the first sign it was made, in ms. */
                                beforeMs: number;
                                text: string;
                                /** @description How to take exactly this change back. */
                                revert?: {
                                    text: string;
                                    command?: string;
                                };
                            };
                            causes: {
                                rank: number;
                                code: string;
                                title: string;
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                /** @enum {string} */
                                tier: "confirmed" | "likely" | "possible";
                                confidence: number;
                                summary: string;
                                evidenceFor: {
                                    text: string;
                                    source: {
                                        /** @constant */
                                        type: "state";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        path: string;
                                        value: string;
                                    } | {
                                        /** @constant */
                                        type: "event";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        reason: string;
                                        message: string;
                                        at?: number;
                                        count?: number;
                                    } | {
                                        /** @constant */
                                        type: "log";
                                        namespace: string;
                                        pod: string;
                                        container: string;
                                        line: string;
                                        previous: boolean;
                                    } | {
                                        /** @constant */
                                        type: "change";
                                        changeId: string;
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        fields: {
                                            path: string;
                                            before?: string;
                                            after?: string;
                                        }[];
                                        at: number;
                                        by?: string;
                                    } | {
                                        /** @constant */
                                        type: "alert";
                                        name: string;
                                        summary: string;
                                        at?: number;
                                    } | {
                                        /** @constant */
                                        type: "metric";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        metric: string;
                                        from: number;
                                        to: number;
                                    };
                                }[];
                                evidenceAgainst: {
                                    text: string;
                                    source: {
                                        /** @constant */
                                        type: "state";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        path: string;
                                        value: string;
                                    } | {
                                        /** @constant */
                                        type: "event";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        reason: string;
                                        message: string;
                                        at?: number;
                                        count?: number;
                                    } | {
                                        /** @constant */
                                        type: "log";
                                        namespace: string;
                                        pod: string;
                                        container: string;
                                        line: string;
                                        previous: boolean;
                                    } | {
                                        /** @constant */
                                        type: "change";
                                        changeId: string;
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        fields: {
                                            path: string;
                                            before?: string;
                                            after?: string;
                                        }[];
                                        at: number;
                                        by?: string;
                                    } | {
                                        /** @constant */
                                        type: "alert";
                                        name: string;
                                        summary: string;
                                        at?: number;
                                    } | {
                                        /** @constant */
                                        type: "metric";
                                        object: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        metric: string;
                                        from: number;
                                        to: number;
                                    };
                                }[];
                                chain: {
                                    from: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    to: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                    mechanism: string;
                                    text: string;
                                }[];
                                remedies: {
                                    text: string;
                                    command?: string;
                                }[];
                            }[];
                            /** @description Only without a cause: what was looked at, and what to look at next. */
                            inquiry?: {
                                lookedAt: string[];
                                next: {
                                    text: string;
                                    command?: string;
                                }[];
                            };
                            chain: {
                                from: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                to: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                mechanism: string;
                                text: string;
                            }[];
                            blastRadius: {
                                affected: {
                                    object: {
                                        kind: string;
                                        namespace?: string;
                                        name: string;
                                    };
                                    /** @enum {string} */
                                    impact: "failing" | "degraded" | "at-risk";
                                    hops: number;
                                    via: {
                                        from: {
                                            kind: string;
                                            namespace?: string;
                                            name: string;
                                        };
                                        relation: ("OWNS" | "RUNS_ON" | "SELECTS" | "ROUTES_TO" | "MOUNTS" | "USES_CONFIG" | "USES_SECRET" | "USES_ACCOUNT" | "BINDS" | "SCALES" | "LIMITS" | "RESTRICTS" | "CALLS") | null;
                                        mechanism: string;
                                    } | null;
                                }[];
                                counts: {
                                    workloads: number;
                                    pods: number;
                                    services: number;
                                    namespaces: number;
                                };
                            };
                            timeline: {
                                at: number;
                                /** @enum {string} */
                                lane: "change" | "event" | "log" | "alert";
                                object: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                };
                                text: string;
                                /** @enum {string} */
                                severity: "info" | "warning" | "error";
                                fields?: {
                                    path: string;
                                    before?: string;
                                    after?: string;
                                }[];
                            }[];
                            gaps: string[];
                            /** @description Only of an incident: what failed in it before, and what its fault could reach then. */
                            earlier?: {
                                failed: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                }[];
                                reached: {
                                    kind: string;
                                    namespace?: string;
                                    name: string;
                                }[];
                            };
                        };
                        expiresAt: number;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company": "Acme Corp",
                 *       "clientId": "acme-corp",
                 *       "name": "Acme Corp",
                 *       "email": "jo@example.com",
                 *       "password": "correct horse battery staple",
                 *       "plan": "free"
                 *     }
                 */
                "application/json": {
                    company: string;
                    clientId: string;
                    name: string;
                    /** Format: email */
                    email: string;
                    password: string;
                    /** @enum {string} */
                    plan: "free" | "basic" | "pro";
                };
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "text"
                     *     }
                     */
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    requireSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "isRequired": true
                 *     }
                 */
                "application/json": {
                    isRequired: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getSingleSignOn: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "redirectUri": "text",
                     *       "connection": {
                     *         "issuer": "https://id.example.com",
                     *         "clientId": "acme-corp",
                     *         "defaultRole": "viewer",
                     *         "isRequired": true,
                     *         "updatedAt": 1
                     *       },
                     *       "wasUsed": true,
                     *       "domains": [
                     *         {
                     *           "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *           "domain": "example.com",
                     *           "recordName": "text",
                     *           "recordValue": "text",
                     *           "createdAt": 1,
                     *           "verifiedAt": 1,
                     *           "missingSince": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        redirectUri: string;
                        connection: {
                            issuer: string;
                            clientId: string;
                            /** @enum {string} */
                            defaultRole: "viewer" | "member" | "admin";
                            isRequired: boolean;
                            updatedAt: number;
                        } | null;
                        wasUsed: boolean;
                        domains: {
                            /** Format: uuid */
                            id: string;
                            domain: string;
                            recordName: string;
                            recordValue: string;
                            createdAt: number;
                            verifiedAt: number | null;
                            missingSince: number | null;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    setSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "issuer": "https://id.example.com",
                 *       "clientId": "acme-corp"
                 *     }
                 */
                "application/json": {
                    issuer: string;
                    clientId: string;
                    clientSecret?: string;
                    /**
                     * @default viewer
                     * @enum {string}
                     */
                    defaultRole?: "viewer" | "member" | "admin";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    removeSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getSlackAppManifest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            429: components["responses"]["429"];
        };
    };
    removeDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    verifyDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "domain": "example.com",
                     *       "recordName": "text",
                     *       "recordValue": "text",
                     *       "createdAt": 1,
                     *       "verifiedAt": 1,
                     *       "missingSince": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        domain: string;
                        recordName: string;
                        recordValue: string;
                        createdAt: number;
                        verifiedAt: number | null;
                        missingSince: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    claimDomain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "example.com"
                 *     }
                 */
                "application/json": {
                    domain: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b",
                     *       "domain": "example.com",
                     *       "recordName": "text",
                     *       "recordValue": "text",
                     *       "createdAt": 1,
                     *       "verifiedAt": 1,
                     *       "missingSince": 1
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        domain: string;
                        recordName: string;
                        recordValue: string;
                        createdAt: number;
                        verifiedAt: number | null;
                        missingSince: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    startSingleSignOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jo@example.com"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @default /welcome */
                    next?: string;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "text"
                     *     }
                     */
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["400"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "off",
                     *       "checkedAt": 1,
                     *       "components": [
                     *         {
                     *           "id": "text",
                     *           "name": "Acme Corp",
                     *           "state": "off",
                     *           "availability": 1,
                     *           "days": [
                     *             {
                     *               "date": "text",
                     *               "state": "off"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "troubles": [
                     *         {
                     *           "component": "text",
                     *           "name": "Acme Corp",
                     *           "state": "off",
                     *           "beganAt": 1,
                     *           "endedAt": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        state: "off" | "operational" | "degraded" | "down";
                        checkedAt: number;
                        components: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            state: "off" | "operational" | "degraded" | "down";
                            availability: number | null;
                            days: {
                                date: string;
                                state: ("off" | "operational" | "degraded" | "down") | null;
                            }[];
                        }[];
                        troubles: {
                            component: string;
                            name: string;
                            /** @enum {string} */
                            state: "off" | "operational" | "degraded" | "down";
                            beganAt: number;
                            endedAt: number | null;
                        }[] | null;
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            429: components["responses"]["429"];
        };
    };
    setTeamPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requiresSecondFactor": true
                 *     }
                 */
                "application/json": {
                    requiresSecondFactor: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        ok: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.
                 * @example "8e03978e-40d5-43e8-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    scopes?: ("ingest" | "alerts" | "read" | "write")[];
                    /** @default 15 */
                    minutes?: number;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "the-token-from-the-mail",
                     *       "expiresAt": 1,
                     *       "scopes": [
                     *         "ingest"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        token: string;
                        expiresAt: number;
                        scopes: ("ingest" | "alerts" | "read" | "write")[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            408: components["responses"]["408"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            503: components["responses"]["503"];
        };
    };
    getTopology: {
        parameters: {
            query?: {
                cluster?: string;
                namespace?: string;
                at?: number;
                detail?: "workloads" | "pods" | "full";
                expand?: string;
                maxNodes?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": 1,
                     *       "nodes": [
                     *         {
                     *           "key": "text",
                     *           "kind": "text",
                     *           "name": "Acme Corp",
                     *           "cluster": "prod",
                     *           "health": "healthy"
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "from": "text",
                     *           "to": "text",
                     *           "type": "text"
                     *         }
                     *       ],
                     *       "namespaces": [
                     *         "text"
                     *       ],
                     *       "incidents": [
                     *         {
                     *           "id": "text",
                     *           "number": 1,
                     *           "title": "text"
                     *         }
                     *       ],
                     *       "knownSince": 1
                     *     }
                     */
                    "application/json": {
                        at: number;
                        nodes: {
                            key: string;
                            kind: string;
                            namespace?: string;
                            name: string;
                            cluster: string;
                            /** @enum {string} */
                            health: "healthy" | "degraded" | "failing" | "unknown" | "pending";
                            healthReason?: string;
                            ready?: number;
                            total?: number;
                            missingRefs?: string[];
                            restarts?: number;
                            /** @description The last change to it within the hour before. */
                            changedAt?: number;
                            /** @description Ids of the open incidents that it caused or that reached it. */
                            incidents?: string[];
                        }[];
                        edges: {
                            from: string;
                            to: string;
                            type: string;
                        }[];
                        truncated?: {
                            nodes: number;
                        };
                        /** @description All namespaces of the cluster, or of all clusters. */
                        namespaces: string[];
                        /** @description Open at that time. */
                        incidents: {
                            id: string;
                            number: number;
                            title: string;
                        }[];
                        /** @description The first time of which anything is kept; null before the first data. */
                        knownSince: number | null;
                        notes?: string[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            409: components["responses"]["409"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            503: components["responses"]["503"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: {
                /**
                 * @description The ETag of an earlier answer.
                 * @example "47DEQpj8HBSa-_TImW-5JCeuQeR"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": "free",
                     *       "isOverageBilled": true,
                     *       "asOf": 1,
                     *       "monthStart": 1,
                     *       "monthEnd": 1,
                     *       "eventsToday": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "eventsMonth": 1,
                     *       "duplicatesMonth": 1,
                     *       "rejectedMonth": 1,
                     *       "rcaQueries": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "apiCalls": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "storageBytes": {
                     *         "used": 1,
                     *         "limit": 1
                     *       },
                     *       "days": [
                     *         {
                     *           "day": "text",
                     *           "events": 1,
                     *           "duplicates": 1,
                     *           "rejected": 1,
                     *           "rca_queries": 1,
                     *           "api_calls": 1,
                     *           "storage_bytes": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        plan: "free" | "basic" | "pro" | "enterprise";
                        isOverageBilled: boolean;
                        asOf: number;
                        monthStart: number;
                        monthEnd: number;
                        eventsToday: {
                            used: number;
                            limit: number | null;
                        };
                        eventsMonth: number;
                        duplicatesMonth: number;
                        rejectedMonth: number;
                        rcaQueries: {
                            used: number;
                            limit: number | null;
                        };
                        apiCalls: {
                            used: number;
                            limit: number | null;
                        };
                        storageBytes: {
                            used: number;
                            limit: number | null;
                        };
                        days: {
                            day: string;
                            events: number;
                            duplicates: number;
                            rejected: number;
                            rca_queries: number;
                            api_calls: number;
                            storage_bytes: number;
                        }[];
                    };
                };
            };
            /** @description The answer is still the one whose ETag was sent in If-None-Match */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
        };
    };
}
