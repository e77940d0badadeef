import Generators

/// What the rows of a run's tables are, from one generator.
public enum VariantRows: Sendable, Hashable {
    /// The generator as it is.
    case single
    /// The generator with parts switched off, one row each.
    case ablation([Ablation])
    /// The generator with other settings of FrameInit.
    case grid(FrameInitGrid)
}

extension VariantRows {
    /// Reads rows separated by commas. A row names what is switched off, `frameinit`, `tcond` and `scond`, joined by
    /// `+`; `full` switches nothing off; `paper` stands for the paper's four rows.
    ///
    /// - Throws: `RunnerError.option` for other words and for a row that is there twice.
    public static func ablation(_ text: String) throws -> VariantRows {
        let rows = try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
            try ablations(part.filter { !$0.isWhitespace }.lowercased())
        }
        guard Set(rows).count == rows.count else {
            throw RunnerError.option(
                "--rows", expected: "every row once", found: text, advice: "Leave the repeated ones out.")
        }
        return .ablation(rows)
    }

    private static func ablations(_ row: String) throws -> [Ablation] {
        switch row {
        case "paper": return Ablation.paperRows
        case "full": return [Ablation()]
        default:
            var ablation = Ablation()
            for part in row.split(separator: "+", omittingEmptySubsequences: false) {
                switch part {
                case "frameinit": ablation.frameInit = false
                case "tcond": ablation.temporalConditioning = false
                case "scond": ablation.spatialConditioning = false
                default:
                    throw RunnerError.option(
                        "--rows", expected: "full, paper, or frameinit, tcond and scond joined by +",
                        found: row,
                        advice: "For example --rows full,frameinit,frameinit+tcond,frameinit+tcond+scond.")
                }
            }
            return [ablation]
        }
    }
}
