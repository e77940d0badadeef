import Checkpoints
import Foundation
import Statistics
import Tensor

/// Expected results of reference tools and of 40-digit arithmetic, and the inputs they belong to.
struct StatisticsGoldens {
    let root: [String: Any]

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/statistics.json")
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    func cases(_ kind: String) -> [Golden] { (root[kind] as? [[String: Any]] ?? []).map(Golden.init) }
    var generator: Golden { Golden(fields: root["mt19937"] as? [String: Any] ?? [:]) }

    /// Values in [-1, 1) of a case's input.
    static func unit(_ name: String, _ rows: Int, _ columns: Int) -> [Float] {
        SyntheticWeights.unit("input:" + name, shape: [rows, columns]).values
    }

    /// The set `x1`: columns of growing spread.
    static func first(_ name: String, _ rows: Int, _ columns: Int) -> FeatureMatrix {
        let values = unit(name + "/x1", rows, columns).enumerated().map { place, value in
            Float(Double(value) * (0.5 + Double(place % columns) / Double(columns)))
        }
        return FeatureMatrix(name: "first", rows: rows, columns: columns, values: values)
    }

    /// The set `x2`: columns of falling spread about another mean.
    static func second(_ name: String, _ rows: Int, _ columns: Int) -> FeatureMatrix {
        let values = unit(name + "/x2", rows, columns).enumerated().map { place, value in
            let column = Double(place % columns)
            return Float(Double(value) * (1.2 - 0.7 * column / Double(columns)) + 0.1 * cos(column))
        }
        return FeatureMatrix(name: "second", rows: rows, columns: columns, values: values)
    }
}

/// The fields of one golden case.
struct Golden {
    let fields: [String: Any]

    func number(_ name: String) -> Double { (fields[name] as? NSNumber)?.doubleValue ?? .nan }
    func integer(_ name: String) -> Int { (fields[name] as? NSNumber)?.intValue ?? -1 }
    func text(_ name: String) -> String { fields[name] as? String ?? "" }
    func numbers(_ name: String) -> [Double] { (fields[name] as? [NSNumber] ?? []).map(\.doubleValue) }
    func integers(_ name: String) -> [Int] { (fields[name] as? [NSNumber] ?? []).map(\.intValue) }
    func inner(_ name: String) -> Golden { Golden(fields: fields[name] as? [String: Any] ?? [:]) }

    var first: FeatureMatrix { StatisticsGoldens.first(text("case"), integer("n1"), integer("dim")) }
    var second: FeatureMatrix { StatisticsGoldens.second(text("case"), integer("n2"), integer("dim")) }
}

/// The largest of the distances, printed when `I2VBENCH_PRINT_ERRORS` asks for it.
func worst(_ name: String, _ differences: [Double], tolerance: Double) -> Double {
    let worst = differences.reduce(0) { $1.isNaN ? .infinity : max($0, abs($1)) }
    if ProcessInfo.processInfo.environment["I2VBENCH_PRINT_ERRORS"] == "1" {
        print("\(name): largest difference \(worst), tolerance \(tolerance)")
    }
    return worst
}
