/// Which numbers carry a warning about the weights they were made with, and how it is printed.
struct Labels {
    let content: ReportContent

    /// Weights whose numbers say nothing about a published model; the more misleading one wins.
    static func warning(_ classes: [ReportContent.WeightClass?]) -> ReportContent.WeightClass? {
        if classes.contains(.synthetic) { return .synthetic }
        return classes.contains(.demo) ? .demo : nil
    }

    static func mark(_ weights: ReportContent.WeightClass?) -> String {
        switch weights {
        case .synthetic: "†"
        case .demo: "‡"
        default: ""
        }
    }

    static func words(_ weights: ReportContent.WeightClass) -> String { "\(weights.rawValue) weights" }

    /// The warning of one number: of the generator's weights and of the metric's.
    func warning(_ variant: ReportContent.Variant, _ metric: ReportContent.Metric)
        -> ReportContent.WeightClass?
    {
        Self.warning([variant.weights, metric.weights])
    }

    /// The warnings of everything that took part.
    var all: [ReportContent.WeightClass] {
        let used =
            content.variants.map(\.weights) + content.metrics.map(\.weights) + content.curves.map(\.weights)
            + content.provenance.weights.map { Optional($0.weightClass) }
        let kinds: [ReportContent.WeightClass] = [.synthetic, .demo]
        return kinds.filter { used.contains($0) }
    }

    /// What a caption says about the numbers of a table or chart: one sentence when all share a warning, a legend
    /// of the marks when only some carry one, nothing when none does.
    static func caption(_ warnings: [ReportContent.WeightClass?]) -> (text: String, marks: Bool) {
        let kinds: [ReportContent.WeightClass] = [.synthetic, .demo]
        let present = kinds.filter { warnings.contains($0) }
        guard let first = present.first else { return ("", false) }
        if present.count == 1, !warnings.contains(where: { $0 != first }) {
            return (" All numbers were made with \(words(first)).", false)
        }
        let legend = present.map { "\(mark($0)) made with \(words($0))" }
        return (" " + legend.joined(separator: ", ") + ".", true)
    }
}
