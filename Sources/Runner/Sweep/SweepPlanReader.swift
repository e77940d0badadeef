import Benchmarks
import Foundation
import Generators
import Media
import Tensor
import Yams

/// Reads plan files. Whatever is wrong is found before any work, and all of it at once.
struct SweepPlanReader {
    private static let fields = [
        "name", "suites", "systems", "seeds", "ablations", "metrics", "weights", "generator_weights",
        "options", "protocol", "negative_prompt", "crf", "lossless", "precision", "exact", "with_published",
    ]

    let file: String
    let suites: SuiteRegistry
    let problems = PlanProblems()

    /// - Throws: `SuiteError.syntax` for a file that is no YAML, `RunnerError.plan` with every problem.
    func read() throws -> SweepPlan {
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
        } catch {
            throw SuiteError.unreadable(file: file, reason: error.localizedDescription)
        }
        let root = try YAMLReader.compose(text, file: file)
        let plan = PlanFields(root, "the plan", known: Self.fields, problems: problems).map(plan)
        guard problems.list.isEmpty, let plan else {
            throw RunnerError.plan(file: file, problems: problems.list.sorted { $0.line < $1.line })
        }
        return plan
    }

    private func plan(_ fields: PlanFields) -> SweepPlan {
        let (named, systems) = systems(fields)
        let comparison = comparison(fields)
        var entries = suiteEntries(fields)
        assign(systems, to: &entries, comparison: comparison, fields)
        // A misspelt generator is told already.
        if named.isEmpty, problems.list.isEmpty {
            for entry in entries where entry.systems.isEmpty {
                problems.add(
                    "the suite “\(entry.id)” has nothing to score; name a generator or a system imported for it "
                        + "under “systems”", at: entry.line)
            }
        }
        let common = options(fields, named)
        return SweepPlan(
            file: file, name: name(fields), suites: entries,
            generators: chosen(named, over: common, line: fields.line(of: "options")),
            rows: rows(fields, named), seeds: seeds(fields), metrics: metrics(fields),
            weights: weights(fields, "weights"), generatorWeights: weights(fields, "generator_weights"),
            negativePrompt: fields.text("negative_prompt")?.value, options: common,
            encoding: encoding(fields), precision: precision(fields), isExact: fields.flag("exact") ?? false,
            withPublished: fields.flag("with_published") ?? false, comparison: comparison,
            comparisonLine: fields.line(of: comparison == nil ? "systems" : "protocol"),
            isOfOneSuite: entries.count == 1)
    }

    /// Paths of a plan are relative to its file.
    func path(_ text: String) -> String {
        let holder = URL(fileURLWithPath: file).deletingLastPathComponent()
        return URL(fileURLWithPath: text, relativeTo: holder).standardizedFileURL.path
    }

    private func name(_ fields: PlanFields) -> String {
        let base = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        guard let name = fields.text("name") else { return base }
        return checked(name, "name")
    }

    /// A name that a folder can have.
    private func checked(_ name: Placed<String>, _ field: String) -> String {
        if name.value.isEmpty || name.value.hasPrefix(".") || name.value.contains("/") {
            problems.add(
                "\(field): expected the name of a folder, found “\(name.value)”", at: name.line)
        }
        return name.value
    }
}

extension SweepPlanReader {
    private static let suiteFields = ["suite", "data", "name", "limit", "categories", "reference"]

    private func suiteEntries(_ fields: PlanFields) -> [SweepPlan.SuiteEntry] {
        guard let field = fields.node("suites") else {
            problems.add("suites: expected at least one suite, found none", at: fields.line)
            return []
        }
        let nodes: [Node] =
            if case .sequence(let sequence) = field.value { Array(sequence) } else { [field.value] }
        if nodes.isEmpty { problems.add("suites: expected at least one suite, found none", at: field.line) }
        var entries: [SweepPlan.SuiteEntry] = []
        for node in nodes {
            guard let entry = suiteEntry(node) else { continue }
            if let other = entries.first(where: { $0.name == entry.name }) {
                problems.add(
                    "suites: “\(entry.name)” stands here and on line \(other.line); give one of them another “name”",
                    at: entry.line)
            }
            entries.append(entry)
        }
        return entries
    }

    private func suiteEntry(_ node: Node) -> SweepPlan.SuiteEntry? {
        if case .scalar(let scalar) = node {
            return entry(Placed(value: scalar.string, line: node.mark?.line ?? 1), nil)
        }
        guard let fields = PlanFields(node, "suites", known: Self.suiteFields, problems: problems)
        else { return nil }
        guard let id = fields.text("suite") else {
            if fields.node("suite") == nil {
                problems.add("suites: expected “suite: ID”, found no such field", at: fields.line)
            }
            return nil
        }
        return entry(id, fields)
    }

    private func entry(_ id: Placed<String>, _ fields: PlanFields?) -> SweepPlan.SuiteEntry? {
        guard let definition = suites.definitions.first(where: { $0.id == id.value }) else {
            problems.addUnknown("suite", id.value, suites.definitions.map(\.id), at: id.line)
            return nil
        }
        let data = fields?.text("data")
        switch definition.source {
        case .user, .dataset:
            if data == nil {
                problems.add("the suite “\(id.value)” needs its files: add “data: PATH”", at: id.line)
            }
        case .procedural, .manifest:
            if let data {
                problems.add(
                    "the suite “\(id.value)” brings its own samples and takes no “data”", at: data.line)
            }
        }
        if let data, !FileManager.default.fileExists(atPath: path(data.value)) {
            problems.add(
                "data: \(path(data.value)) is not there (paths are relative to the plan)", at: data.line)
        }
        return SweepPlan.SuiteEntry(
            name: fields?.text("name").map { checked($0, "name") } ?? id.value, id: id.value,
            data: data.map { path($0.value) }, limit: fields?.integer("limit", in: 1...Int.max),
            categories: fields?.texts("categories")?.map(\.value) ?? [],
            reference: fields?.texts("reference")?.map { path($0.value) } ?? [], systems: [],
            line: id.line)
    }
}
