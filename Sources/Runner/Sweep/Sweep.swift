import Benchmarks
import Generators
import Metrics
import Store
import Tensor

/// A plan file with everything that is needed to carry it out: one resolved plan for each of its suites.
public struct Sweep: Sendable {
    /// The plan of one suite.
    public struct Run: Sendable {
        /// Folder of its report below the sweep's.
        public var name: String
        public var resolved: ResolvedPlan
    }

    public let plan: SweepPlan
    /// In the plan's order.
    public let runs: [Run]

    /// Reads the plan and resolves all of it, so that whatever is wrong is said before any work.
    ///
    /// - Parameters:
    ///   - part: what of the plan is wanted.
    ///   - command: the command line that makes the sweep again.
    ///   - directory: where that is given.
    /// - Throws: `RunnerError.plan` with lines, and the errors of `PlanResolver.resolve`.
    public init(
        file: String, suites: SuiteRegistry, resolver: PlanResolver, only part: SweepNarrowing = .init(),
        threads: Int, command: String, directory: String? = nil
    ) throws {
        let plan = try part.narrowed(try SweepPlan(file: file, suites: suites))
        let compute = plan.compute(threads: threads)
        let configurations = plan.configurations(
            part, compute: compute, command: command, directory: directory)
        self.plan = plan
        runs = try Compute.$current.withValue(compute) {
            try zip(plan.suites, configurations).map { suite, configuration in
                let resolved = try Self.placing(suite, plan) { try resolver.resolve(configuration) }
                if part.rows.isEmpty { try Self.checkRows(of: resolved, plan) }
                try Self.checkProtocol(of: resolved, suite, plan)
                return Run(name: suite.name, resolved: resolved)
            }
        }
    }
}

extension SweepPlan {
    /// - Throws: `SuiteError.syntax` for a file that is no YAML, `RunnerError.plan` with every problem and its line.
    public init(file: String, suites: SuiteRegistry) throws {
        self = try SweepPlanReader(file: file, suites: suites).read()
    }
}

extension Sweep {
    /// Puts file and line before a category that the suite does not have.
    private static func placing<Value>(
        _ suite: SweepPlan.SuiteEntry, _ plan: SweepPlan, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as RunnerError {
            guard case .unknown(let kind, _, _, _) = error, kind == "category" else { throw error }
            throw RunnerError.plan(
                file: plan.file, problems: [PlanProblem(line: suite.line, "categories: \(error)")])
        }
    }

    /// Rows of one table are told apart by their names, so they should not be the same videos.
    private static func checkRows(of resolved: ResolvedPlan, _ plan: SweepPlan) throws {
        let made = resolved.plan.variants.filter { $0.kind == .generated }
        for (index, row) in made.enumerated() {
            guard let same = made[..<index].first(where: { $0.generator == row.generator }) else { continue }
            // Every generator has the same number of rows.
            let choice = plan.generators[index * plan.generators.count / made.count]
            throw RunnerError.plan(
                file: plan.file,
                problems: [
                    PlanProblem(
                        line: choice.place?.line ?? 1,
                        "systems: “\(row.label)” and “\(same.label)” make the same videos: their options and weights "
                            + "come to the same; change one or leave it out")
                ])
        }
    }

    /// Videos of one table are compared, so all of them have to have one size, length and rate where the plan fixes
    /// these.
    private static func checkProtocol(
        of resolved: ResolvedPlan, _ suite: SweepPlan.SuiteEntry, _ plan: SweepPlan
    ) throws {
        func refuse(_ text: String) -> RunnerError {
            .plan(
                file: plan.file,
                problems: [PlanProblem(line: plan.comparisonLine, "contradictory protocols: " + text)])
        }
        let made = zip(resolved.plan.variants, resolved.costs).compactMap { variant, cost in
            cost.map { (label: variant.label, form: "\($0.width)×\($0.height), \($0.frames) frames") }
        }
        guard let first = made.first else { return }
        if let other = made.first(where: { $0.form != first.form }) {
            throw refuse(
                "in the suite “\(suite.id)”, “\(first.label)” makes videos of \(first.form), “\(other.label)” of "
                    + "\(other.form); give both the same size and length under “options”")
        }
        let imported = try suite.systems.first.flatMap { try ImportedSystem(file: $0).comparison }
        let named = plan.comparison ?? imported
        guard let named, named != SweepPlan.nativeProtocol else { return }
        let rule = try ComparisonProtocol.named(named)
        let rate = resolved.plan.suite.settings.framesPerSecond
        let form = "\(rule.width)×\(rule.height), \(rule.frames) frames"
        if first.form != form || rate != rule.framesPerSecond {
            throw refuse(
                "\(rule.id) is \(form), \(rule.framesPerSecond) fps; in the suite “\(suite.id)”, “\(first.label)” makes "
                    + "videos of \(first.form), \(rate) fps; give it that size and length under “options”, or import the "
                    + "systems with --protocol native")
        }
    }
}
