import Metrics
import Store

/// Which videos of a run add to the value of a metric of sets: those that have a file and the metric's features.
struct SetMembers {
    /// Of the run, by variant, then in the order of samples and seeds.
    let units: [RunUnit]
    let scores: [Int64: [ScoreRecord]]
    /// The prompt of a sample.
    let prompt: (RunUnit) -> String?

    /// In the order of the plan.
    func units(of variant: Int, _ metric: String) -> [RunUnit] {
        units.filter { unit in
            unit.variant == variant && unit.file != nil
                && scores[unit.video]?.contains { $0.metric == metric && $0.status == .finished } == true
        }
    }

    func members(of variant: Int, _ metric: String) -> [StoredFeatureSet.Member] {
        units(of: variant, metric).compactMap { unit in
            unit.file.map {
                StoredFeatureSet.Member(content: $0.sha256, outline: ClipOutline($0), prompt: prompt(unit))
            }
        }
    }
}
