/// Where a number comes from: the videos behind it, what made them, what measured them, and by which code.
public struct CellExplanation: Sendable, Codable, Equatable {
    /// A network's weights.
    public struct Weights: Sendable, Codable, Equatable {
        public var network: String
        /// Raised when the network's outputs change; nil for a generator's parts.
        public var version: Int?
        public var provenance: String
        public var name: String
        public var sha256: String
    }

    public struct Metric: Sendable, Codable, Equatable {
        public var id: String
        public var version: Int
        public var title: String
        public var source: String
        /// Folder of the card with the formula.
        public var card: String?
        public var weights: [Weights]
        /// What sets are compared with.
        public var reference: String?
        public var referenceHash: String?
    }

    public struct Generator: Sendable, Codable, Equatable {
        public var variant: String
        /// `generated`, `imported` or `reference`.
        public var kind: String
        public var id: String
        public var version: Int
        /// SHA-256 over everything that decides the pixels, apart from sample and seed.
        public var hash: String
        public var settings: [String: String]
        public var weights: [Weights]
    }

    /// Which samples, cut and compared how.
    public struct SuiteFacts: Sendable, Codable, Equatable {
        public var suite: String
        public var suiteVersion: String
        public var suiteHash: String
        public var settings: [String]
    }

    /// What ran.
    public struct Code: Sendable, Codable, Equatable {
        public var run: Int64
        public var planHash: String
        public var version: String
        public var machine: String
        public var started: String
        public var finished: String?
        public var command: String
        /// Where the command was given.
        public var directory: String?
    }

    /// A video that takes part.
    public struct Video: Sendable, Codable, Equatable {
        public enum File: String, Sendable, Codable {
            /// The bytes on disk are those that were scored.
            case unchanged
            case changed, missing
            /// Nobody looked.
            case unchecked
        }

        public var sample: String
        public var category: String
        public var seed: UInt64?
        /// nil where the metric has no value; for metrics of sets always.
        public var value: Double?
        /// Why there is none.
        public var reason: String?
        public var path: String?
        public var sha256: String?
        public var file: File
    }

    /// How a number that was computed again compares with the stored one.
    public enum Agreement: String, Sendable, Codable {
        /// To the last bit.
        case identical
        /// In every printed digit.
        case printed
        case differs
    }

    /// `summary:VARIANT/METRIC`, with numbers and ids as the report has them.
    public var address: String
    /// Unscaled.
    public var value: Double?
    /// As the report prints it.
    public var printed: String
    /// How the value follows from the videos, in words.
    public var rule: String
    /// The same computed again: a mean from the values of `videos`, the value of a set from the features that the store
    /// holds; nil where that cannot be, and for single videos.
    public var recomputed: Double?
    /// What it was computed from, or why it was not; nil for single videos.
    public var recomputation: String?
    /// How the two compare; nil without `recomputed`.
    public var agreement: Agreement?
    public var metric: Metric
    public var generator: Generator
    public var suite: SuiteFacts
    public var code: Code
    public var videos: [Video]
}
