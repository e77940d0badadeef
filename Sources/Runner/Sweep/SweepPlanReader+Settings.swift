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
    func rows(_ fields: PlanFields, _ generators: [NamedGenerator]) -> VariantRows {
        guard let names = fields.texts("ablations") else { return .single }
        let rigid = generators.filter { generator in
            let type = try? GeneratorRegistry.generator(generator.id)
            return (type as? any AblatableGenerator.Type) == nil
        }
        for generator in rigid {
            problems.add(
                "systems: “\(generator.id)” has no parts that can be switched off; leave it or “ablations” out",
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
