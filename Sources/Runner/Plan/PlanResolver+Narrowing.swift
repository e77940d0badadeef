import Generators

extension PlanResolver {
    /// The rows of these names, and the suite's real clips, which the others' sets are compared with.
    ///
    /// - Throws: `RunnerError.unknown` with the nearest names for a row that there is not.
    static func narrowed(_ rows: [Row], to names: [String]) throws -> [Row] {
        guard !names.isEmpty else { return rows }
        let known = rows.map(\.variant.label)
        if let odd = names.first(where: { !known.contains($0) }) {
            throw RunnerError.unknownName(kind: "row", odd, known)
        }
        return rows.filter { names.contains($0.variant.label) || $0.variant.kind == .reference }
    }
}

extension PlanResolver.Row {
    /// The row with a negative prompt, which decides the pixels as the generator's settings do.
    func avoiding(_ negativePrompt: String) -> Self {
        guard !negativePrompt.isEmpty else { return self }
        var row = self
        row.negativePrompt = negativePrompt
        row.variant.generator.settings["negative_prompt"] = negativePrompt
        return row
    }
}
