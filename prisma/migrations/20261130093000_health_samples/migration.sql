-- How the installation was, every five minutes, for the charts of the staff: the worst that was seen in this time.
CREATE TABLE health_samples (
  at timestamptz(3) PRIMARY KEY,
  -- Records that the graphs had not applied, and how old the graph was that is most behind.
  graph_lag bigint NOT NULL,
  graph_age_ms bigint NOT NULL,
  -- Jobs that were due, and those that failed for good in these five minutes.
  jobs_waiting integer NOT NULL,
  jobs_failed integer NOT NULL
);
ALTER TABLE health_samples ENABLE ROW LEVEL SECURITY;
ALTER TABLE health_samples FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON health_samples USING (current_setting('app.scope', true) = 'system');
