import ArgumentParser
import Runner

/// Which part of a plan file is carried out.
struct PlanPartOptions: ParsableArguments {
    @Option(
        name: .customLong("suite"),
        help: ArgumentHelp("Only this suite, by its name in the plan; may be repeated.", valueName: "name"))
    var suites: [String] = []

    @OptionGroup var rows: RowOptions

    @Option(
        help: ArgumentHelp("These metrics in place of the plan's, separated by commas.", valueName: "a,b"))
    var metrics: String?

    var part: SweepNarrowing {
        SweepNarrowing(suites: suites, rows: rows.names, metrics: metrics.map(HarnessOptions.list))
    }
}

/// Which rows of the tables are made.
struct RowOptions: ParsableArguments {
    @Option(
        name: .customLong("row"),
        help: ArgumentHelp(
            "Only this row of the tables, such as \"ConsistI2V w/o FrameInit\", besides the suite's own real clips; "
                + "may be repeated.", valueName: "name"))
    var names: [String] = []
}

/// Whether reports show the papers' numbers.
struct PublishedOption: ParsableArguments {
    @Flag(
        help:
            "Set the tables of the papers beside the reports' numbers, as `with_published: true` of a plan does."
    )
    var withPublished = false
}
