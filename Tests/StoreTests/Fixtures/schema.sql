CREATE TABLE suite (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    frames INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    frames_per_second REAL NOT NULL
) STRICT;

CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    prompt TEXT,
    image_sha256 TEXT,
    video_sha256 TEXT,
    objects TEXT NOT NULL CHECK (json_valid(objects)),
    scene TEXT
) STRICT;

CREATE TABLE generator (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    identity TEXT NOT NULL CHECK (json_valid(identity)),
    provenance TEXT NOT NULL
) STRICT;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    plan_hash TEXT NOT NULL UNIQUE,
    plan TEXT NOT NULL CHECK (json_valid(plan)),
    suite INTEGER NOT NULL REFERENCES suite,
    code_version TEXT NOT NULL,
    machine TEXT NOT NULL CHECK (json_valid(machine)),
    state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'partial', 'finished')),
    started TEXT NOT NULL,
    finished TEXT,
    CHECK (finished IS NULL OR state <> 'running')
) STRICT;

CREATE TABLE run_sample (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    position INTEGER NOT NULL,
    sample INTEGER NOT NULL REFERENCES sample,
    PRIMARY KEY (run, position),
    UNIQUE (run, sample)
) STRICT, WITHOUT ROWID;

CREATE TABLE variant (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    generator INTEGER NOT NULL REFERENCES generator,
    PRIMARY KEY (run, position),
    UNIQUE (run, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_metric (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    version INTEGER NOT NULL,
    weights TEXT NOT NULL,
    provenance TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('available', 'unavailable')),
    reason TEXT, is_set INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, position),
    UNIQUE (run, metric),
    CHECK ((status = 'unavailable') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE video (
    id INTEGER PRIMARY KEY,
    sample INTEGER NOT NULL REFERENCES sample,
    generator INTEGER NOT NULL REFERENCES generator,
    seed INTEGER NOT NULL,
    encoding TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('planned', 'finished', 'failed')),
    reason TEXT,
    sha256 TEXT,
    path TEXT,
    frames INTEGER,
    width INTEGER,
    height INTEGER,
    frames_per_second REAL,
    UNIQUE (sample, generator, seed, encoding),
    CHECK ((status = 'failed') = (reason IS NOT NULL)),
    CHECK ((status = 'finished') = (sha256 IS NOT NULL)),
    CHECK ((status = 'finished') = (path IS NOT NULL)),
    CHECK ((status = 'finished') = (frames IS NOT NULL AND frames > 0))
) STRICT;

CREATE INDEX video_by_content ON video (sha256);

CREATE TABLE run_video (
    run INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    video INTEGER NOT NULL REFERENCES video,
    PRIMARY KEY (run, variant, video),
    FOREIGN KEY (run, variant) REFERENCES variant (run, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX run_video_by_video ON run_video (video);

CREATE TABLE claim (
    video INTEGER PRIMARY KEY REFERENCES video ON DELETE CASCADE,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    process_started TEXT NOT NULL,
    heartbeat REAL NOT NULL
) STRICT;

CREATE TABLE extractor (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    weights_name TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    provenance TEXT NOT NULL,
    arithmetic TEXT NOT NULL
) STRICT;

CREATE TABLE feature (
    id INTEGER PRIMARY KEY,
    extractor INTEGER NOT NULL REFERENCES extractor ON DELETE CASCADE,
    preprocessing TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('frames', 'first_frame', 'prompt')),
    content_sha256 TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    elements BLOB NOT NULL,
    UNIQUE (extractor, preprocessing, kind, content_sha256),
    CHECK (length(elements) = 4 * row_count * column_count)
) STRICT;

CREATE TABLE score (
    id INTEGER PRIMARY KEY,
    video INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
    metric TEXT NOT NULL,
    version INTEGER NOT NULL,
    weights TEXT NOT NULL,
    provenance TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('finished', 'failed', 'skipped')),
    reason TEXT,
    value REAL,
    parts TEXT NOT NULL CHECK (json_valid(parts)),
    UNIQUE (video, metric, version, weights),
    CHECK ((status = 'finished') = (value IS NOT NULL)),
    CHECK ((status = 'finished') = (reason IS NULL))
) STRICT;

CREATE TABLE set_score (
    run INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    metric TEXT NOT NULL,
    category TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    reference_count INTEGER,
    value REAL NOT NULL,
    standard_error REAL,
    bias_corrected REAL, details TEXT CHECK (details IS NULL OR json_valid(details)),
    PRIMARY KEY (run, variant, metric, category),
    FOREIGN KEY (run, variant) REFERENCES variant (run, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE timing (
    video INTEGER NOT NULL REFERENCES video ON DELETE CASCADE,
    stage TEXT NOT NULL,
    seconds REAL NOT NULL,
    peak_memory INTEGER,
    flops REAL, profiled_flops REAL, repetitions INTEGER, operations REAL,
    PRIMARY KEY (video, stage)
) STRICT, WITHOUT ROWID;

CREATE VIEW scores_long AS
SELECT run.id AS run, variant.label AS variant, suite.name AS suite, sample.category, sample.name AS sample,
    video.seed, run_metric.metric, score.value, coalesce(score.status,
        CASE WHEN video.status <> 'finished' THEN 'no video'
             WHEN run_metric.status = 'unavailable' THEN 'unavailable' ELSE 'missing' END) AS status,
    coalesce(score.reason, video.reason, run_metric.reason) AS reason,
    run_metric.provenance AS metric_weights, generator.provenance AS generator_weights,
    video.path, video.sha256
FROM run
JOIN suite ON suite.id = run.suite
JOIN variant ON variant.run = run.id
JOIN generator ON generator.id = variant.generator
JOIN run_video ON run_video.run = run.id AND run_video.variant = variant.position
JOIN video ON video.id = run_video.video
JOIN sample ON sample.id = video.sample
JOIN run_metric ON run_metric.run = run.id
LEFT JOIN score ON score.video = video.id AND score.metric = run_metric.metric
    AND score.version = run_metric.version AND score.weights = run_metric.weights;

CREATE VIEW failures AS
SELECT run_video.run, variant.label AS variant, sample.category, sample.name AS sample, video.seed,
    NULL AS metric, video.reason
FROM run_video
JOIN variant ON variant.run = run_video.run AND variant.position = run_video.variant
JOIN video ON video.id = run_video.video
JOIN sample ON sample.id = video.sample
WHERE video.status = 'failed'
UNION ALL
SELECT run, variant, category, sample, seed, metric, reason FROM scores_long WHERE status = 'failed';

CREATE TABLE set_failure (
    run INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    metric TEXT NOT NULL,
    is_omission INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (run, variant, metric),
    FOREIGN KEY (run, variant) REFERENCES variant (run, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE VIEW category_means AS
SELECT scores_long.run, variant, scores_long.metric, category, count(value) AS count, avg(value) AS mean,
    min(value) AS minimum, max(value) AS maximum
FROM scores_long
JOIN run_metric ON run_metric.run = scores_long.run AND run_metric.metric = scores_long.metric
WHERE scores_long.status = 'finished' AND NOT is_set
GROUP BY scores_long.run, variant, scores_long.metric, category;

CREATE VIEW overall_means AS
SELECT scores_long.run, variant, scores_long.metric, count(value) AS count, avg(value) AS mean,
    min(value) AS minimum, max(value) AS maximum
FROM scores_long
JOIN run_metric ON run_metric.run = scores_long.run AND run_metric.metric = scores_long.metric
WHERE scores_long.status = 'finished' AND NOT is_set
GROUP BY scores_long.run, variant, scores_long.metric;

CREATE VIEW set_values AS
SELECT set_score.run, variant.label AS variant, set_score.metric, set_score.count, reference_count, value,
    standard_error, bias_corrected, json_extract(details, '$.value.limit') AS extrapolated
FROM set_score
JOIN variant ON variant.run = set_score.run AND variant.position = set_score.variant
JOIN run_metric ON run_metric.run = set_score.run AND run_metric.metric = set_score.metric
WHERE is_set;

CREATE VIEW stage_costs AS
SELECT run_video.run, variant.label AS variant, timing.stage, count(*) AS videos,
    avg(timing.seconds) AS seconds,
    sum(CASE WHEN timing.repetitions > 0 THEN timing.seconds END) / sum(timing.repetitions)
        AS seconds_per_repetition,
    max(timing.peak_memory) AS peak_memory, avg(timing.operations) AS operations,
    sum(timing.operations) / sum(CASE WHEN timing.operations IS NOT NULL THEN timing.seconds END) / 1e9
        AS gflops
FROM run_video
JOIN variant ON variant.run = run_video.run AND variant.position = run_video.variant
JOIN timing ON timing.video = run_video.video
GROUP BY run_video.run, run_video.variant, timing.stage;

CREATE TABLE shard (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL,
    count INTEGER NOT NULL,
    finished TEXT,
    CHECK (position BETWEEN 1 AND count)
) STRICT;
