-- Each notification channel records its own deliveries, as `notified_<channel>`. Mail was the only one so far.
SELECT set_config('app.scope', 'system', false);
UPDATE incident_history SET kind = 'notified_mail' WHERE kind = 'told';
SELECT set_config('app.scope', '', false);
