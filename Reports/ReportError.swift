/// Why a report cannot be made.
public enum ReportError: Error, Equatable, CustomStringConvertible {
    /// An id stands twice where it must be unique.
    case duplicate(kind: String, id: String)
    /// Something refers to an id that the report does not list.
    case unknown(kind: String, id: String, referredBy: String, known: [String])
    /// A score's value and status disagree.
    case inconsistent(metric: String, sample: String, expected: String, found: String)
    /// Two things that were to be compared are not of one kind.
    case incomparable(what: String, expected: String, found: String, advice: String)
    /// A file could not be written.
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .duplicate(let kind, let id):
            "report: the \(kind) “\(id)” is listed twice, expected once; remove one of the two."
        case .unknown(let kind, let id, let referredBy, let known):
            "report: \(referredBy) refers to the \(kind) “\(id)”, which is not listed; expected one of "
                + known.map { "“\($0)”" }.joined(separator: ", ") + "."
        case .inconsistent(let metric, let sample, let expected, let found):
            "report: metric \(metric), sample “\(sample)”: expected \(expected), found \(found); "
                + "score the sample again."
        case .incomparable(let what, let expected, let found, let advice):
            "\(what): expected \(expected), found \(found). \(advice)"
        case .unwritable(let path, let reason):
            "\(path): expected a place that can be written, found: \(reason). Choose another folder with --out."
        }
    }
}
