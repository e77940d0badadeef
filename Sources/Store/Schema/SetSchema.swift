/// Metrics that have one value for a set of videos.
enum SetSchema {
    static let changes = """
        -- A video's score of such a metric counts the feature vectors that the video adds to the set.
        ALTER TABLE run_metric ADD COLUMN is_set INTEGER NOT NULL DEFAULT 0;

        -- Spread, extrapolation, warnings and what the value was computed from, as JSON.
        ALTER TABLE set_score ADD COLUMN details TEXT CHECK (details IS NULL OR json_valid(details));

        -- Why a set of videos has no value.
        CREATE TABLE set_failure (
            run INTEGER NOT NULL,
            variant INTEGER NOT NULL,
            metric TEXT NOT NULL,
            is_omission INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (run, variant, metric),
            FOREIGN KEY (run, variant) REFERENCES variant (run, position) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        DROP VIEW category_means;
        DROP VIEW overall_means;

        -- The mean over videos of every metric of single videos, variant and category.
        CREATE VIEW category_means AS
        SELECT scores_long.run, variant, scores_long.metric, category, count(value) AS count, avg(value) AS mean,
            min(value) AS minimum, max(value) AS maximum
        FROM scores_long
        JOIN run_metric ON run_metric.run = scores_long.run AND run_metric.metric = scores_long.metric
        WHERE scores_long.status = 'finished' AND NOT is_set
        GROUP BY scores_long.run, variant, scores_long.metric, category;

        -- The mean over all videos: categories weigh by how many videos they have.
        CREATE VIEW overall_means AS
        SELECT scores_long.run, variant, scores_long.metric, count(value) AS count, avg(value) AS mean,
            min(value) AS minimum, max(value) AS maximum
        FROM scores_long
        JOIN run_metric ON run_metric.run = scores_long.run AND run_metric.metric = scores_long.metric
        WHERE scores_long.status = 'finished' AND NOT is_set
        GROUP BY scores_long.run, variant, scores_long.metric;

        -- The values of metrics that compare sets.
        CREATE VIEW set_values AS
        SELECT set_score.run, variant.label AS variant, set_score.metric, set_score.count, reference_count, value,
            standard_error, bias_corrected, json_extract(details, '$.value.limit') AS extrapolated
        FROM set_score
        JOIN variant ON variant.run = set_score.run AND variant.position = set_score.variant
        JOIN run_metric ON run_metric.run = set_score.run AND run_metric.metric = set_score.metric
        WHERE is_set;
        """
}
