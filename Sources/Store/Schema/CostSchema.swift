/// What every stage of the work on a video took.
enum CostSchema {
    static let changes = """
        -- One network forward as the profiler counts it whose numbers the generator's paper prints.
        ALTER TABLE timing ADD COLUMN profiled_flops REAL;

        -- How often the stage repeated its part: denoising steps, decoded frames.
        ALTER TABLE timing ADD COLUMN repetitions INTEGER;

        -- Floating-point operations that the whole stage needs, two per multiply-add.
        ALTER TABLE timing ADD COLUMN operations REAL;

        -- Means over the videos of every variant and stage; seconds per part, and the rate that was reached.
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
        """
}
