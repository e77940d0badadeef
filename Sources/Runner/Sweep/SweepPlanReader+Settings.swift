import Benchmarks
import Foundation
import Generators
import Media
import Metrics
import Tensor
import Yams

extension SweepPlanReader {
    /// Every seed once; a seed that stands there twice is a mistake.
    func seeds(_ fields: PlanFields) -> [UInt64] {
        guard let texts = fields.texts("seeds") else { return [0] }
        var places: [UInt64: Int] = [:]
        var seeds: [UInt64] = []
        for text in texts {
            for part in text.value.split(separator: ",", omittingEmptySubsequences: false) {
                guard let found = try? SeedList.parse(String(part)) else {
                    problems.add(
                        "seeds: expected numbers such as 0, 0..2 or [1, 5, 9], found “\(text.value)”",
                        at: text.line)
                    break
                }
                if let twice = found.first(where: { places[$0] != nil }), let line = places[twice] {
                    problems.add(
                        "seeds: \(twice) stands there twice"
                            + (line == text.line ? "" : ", here and on line \(line)"),
                        at: text.line)
                }
                for seed in found where places[seed] == nil {
                    places[seed] = text.line
                    seeds.append(seed)
                }
            }
        }
        return seeds
    }

    /// What every generator is compared with.
    func rows(_ fields: PlanFields, _ generators: [Placed<String>]) -> VariantRows {
        guard let names = fields.texts("ablations") else { return .single }
        let rigid = generators.filter { generator in
            let type = try? GeneratorRegistry.generator(generator.value)
            return (type as? any AblatableGenerator.Type) == nil
        }
        for generator in rigid {
            problems.add(
                "systems: “\(generator.value)” has no parts that can be switched off; leave it or “ablations” out",
                at: generator.line)
        }
        if generators.isEmpty {
            problems.add(
                "ablations: no generator is under “systems” whose parts could be switched off",
                at: fields.line(of: "ablations"))
        }
        var seen: [(rows: VariantRows, line: Int)] = []
        for name in names {
            do {
                let row = try VariantRows.ablation(name.value)
                if let other = seen.first(where: { $0.rows == row }) {
                    problems.add(
                        "ablations: “\(name.value)” stands there twice"
                            + (other.line == name.line ? "" : ", here and on line \(other.line)"),
                        at: name.line)
                }
                seen.append((row, name.line))
            } catch {
                problems.add(
                    "ablations: expected full, paper, or frameinit, tcond and scond joined by +, found “\(name.value)”",
                    at: name.line)
            }
        }
        guard seen.count == names.count else { return .single }
        do {
            return try VariantRows.ablation(names.map(\.value).joined(separator: ","))
        } catch {
            if problems.list.isEmpty {
                problems.add(
                    "ablations: expected every row once, found “\(names.map(\.value).joined(separator: ", "))”",
                    at: fields.line(of: "ablations"))
            }
            return .single
        }
    }

    func metrics(_ fields: PlanFields) -> [String]? {
        guard let names = fields.texts("metrics") else { return nil }
        var seen: [String: Int] = [:]
        for name in names {
            if PlanResolver.metrics(named: name.value).isEmpty {
                problems.addUnknown(
                    "metric", name.value, MetricRegistry.all.map(\.descriptor.id), at: name.line)
            }
            if seen.updateValue(name.line, forKey: name.value) != nil {
                problems.add("metrics: “\(name.value)” stands there twice", at: name.line)
            }
        }
        return names.map(\.value)
    }

    /// A word such as `demo`, or a path.
    func weights(_ fields: PlanFields, _ name: String) -> String? {
        guard let text = fields.text(name) else { return nil }
        let words = ["official", "demo", "synthetic"]
        if words.contains(text.value) || text.value.hasPrefix("synthetic:") { return text.value }
        guard FileManager.default.fileExists(atPath: path(text.value)) else {
            if text.value.contains("/") {
                problems.add(
                    "\(name): \(path(text.value)) is not there (paths are relative to the plan)",
                    at: text.line)
            } else {
                problems.addUnknown("kind or folder of weights", text.value, words, at: text.line)
            }
            return nil
        }
        return path(text.value)
    }

    func encoding(_ fields: PlanFields) -> VideoEncoding {
        let quality = fields.number("crf", in: 0...51)
        guard fields.flag("lossless") == true else {
            return quality.map { .h264(quality: $0) } ?? .standard
        }
        if quality != nil {
            problems.add(
                "crf has no meaning with “lossless: true”; leave one out", at: fields.line(of: "crf"))
        }
        return .ffv1
    }

    func precision(_ fields: PlanFields) -> Precision {
        guard let name = fields.text("precision") else { return .float32 }
        guard let precision = Precision(rawValue: name.value) else {
            problems.addUnknown("precision", name.value, Precision.allCases.map(\.rawValue), at: name.line)
            return .float32
        }
        return precision
    }
}

extension SweepPlanReader {
    /// Settings by the names that they have on the command line. One has to be a setting of some generator.
    func options(_ fields: PlanFields, _ generators: [Placed<String>]) -> GeneratorOptionValues {
        var values = GeneratorOptionValues()
        guard let field = fields.node("options") else { return values }
        let types = generators.compactMap { try? GeneratorRegistry.generator($0.value) }
        let known =
            types.isEmpty
            ? []
            : GeneratorRegistry.options.map(\.option)
                .filter { option in types.contains { $0.options.contains { $0.name == option.name } } }
        guard !known.isEmpty else {
            problems.add("options: no generator is under “systems” that they could be for", at: field.line)
            return values
        }
        guard
            let given = PlanFields(field.value, "options", known: known.map(\.name), problems: problems)
        else { return values }
        for option in known {
            guard let node = given.node(option.name) else { continue }
            let line = node.value.mark?.line ?? node.line
            guard case .scalar(let scalar) = node.value, let value = Self.value(scalar, option.kind) else {
                problems.add(
                    "\(option.name): expected \(Self.expected(option.kind)), found \(node.value.kind)",
                    at: line)
                continue
            }
            // A flag that is off is one that is not given.
            if let value = value.value { values[option.name] = value }
        }
        return values
    }

    /// A value that was understood; nil inside where it stands for the option not being given.
    private struct Understood { var value: GeneratorOptionValues.Value? }

    private static func value(_ scalar: Node.Scalar, _ kind: GeneratorOption.Kind) -> Understood? {
        switch kind {
        case .integer:
            guard scalar.isPlain, let number = Int(scalar.string) else { return nil }
            return Understood(value: .integer(number))
        case .number:
            guard scalar.isPlain, let number = Double(scalar.string), number.isFinite else { return nil }
            return Understood(value: .number(number))
        case .flag: return scalar.flag.map { Understood(value: $0 ? .flag : nil) }
        case .choice(let choices):
            return choices.contains(scalar.string) ? Understood(value: .text(scalar.string)) : nil
        case .text, .path: return scalar.isNull ? nil : Understood(value: .text(scalar.string))
        }
    }

    private static func expected(_ kind: GeneratorOption.Kind) -> String {
        kind == .flag ? "true or false" : "\(kind)"
    }
}
