import Checkpoints
import Foundation

/// A set of videos beside others that a metric of sets should tell from it.
public struct GeneratorTable: Sendable, Codable {
    /// One set of videos, all from the same first frames.
    public struct Row: Sendable, Codable {
        public let name: String
        /// Values by metric id.
        public let values: [String: Double]
        /// Videos that move along the renderer's flow rather than against it.
        public let goingRight: Int
        /// Those of them that the flow explains better than a stand-still does.
        public let moving: Int
        /// Videos in which the mean of RAFT's flow points the same way.
        public let rightByFlow: Int
        /// Those of them in which it does so beyond doubt.
        public let surelyByFlow: Int
    }

    /// Ids, in the order of the columns.
    public let metrics: [String]
    /// Of the networks behind each metric.
    public let weights: [String: Provenance]
    /// Videos in a set.
    public let videos: Int
    /// Other clips that metrics of sets compare with.
    public let referenceClips: Int
    public let rows: [Row]

    /// The table as Markdown.
    public var markdown: String {
        let head =
            ["videos"] + metrics.map { "`\($0)`\(weights[$0] == .synthetic ? " †" : " ‡")" }
            + ["go the right way", "keep their looks on it", "so RAFT ‡ sees", "and surely"]
        let body = rows.map { row in
            [row.name] + metrics.map { String(format: "%.4g", row.values[$0] ?? .nan) }
                + [row.goingRight, row.moving, row.rightByFlow, row.surelyByFlow].map { "\($0) of \(videos)" }
        }
        let lines = [head, head.enumerated().map { $0.offset == 0 ? "---" : "---:" }] + body
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
