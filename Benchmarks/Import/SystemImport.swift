import Foundation
import Hashing
import Media
import Synchronization
import Tensor

/// Makes a row for a suite's tables of another model's finished videos.
public struct SystemImport: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        public var system: ImportedSystem
        /// The file that describes the system.
        public var file: String
        public var match: VideoMatch
        /// Matched videos that could not be used, and why.
        public var unusable: [VideoMatch.Stray]

        /// Whether every sample has a video and every matched video can be used.
        public var isComplete: Bool { match.samplesWithout.isEmpty && unusable.isEmpty }
    }

    let suite: any Suite
    let comparison: ComparisonProtocol?
    let decoder: MediaDecoder

    /// - Parameter comparison: brings every video to this size, length and rate; nil leaves videos as they were made.
    public init(
        suite: any Suite, comparison: ComparisonProtocol? = nil, decoder: MediaDecoder = MediaDecoder()
    ) {
        self.suite = suite
        self.comparison = comparison
        self.decoder = decoder
    }

    /// Matches, converts where a protocol asks for it, and writes `<folder>/<name>.json`.
    ///
    /// Videos under a protocol are stored without loss in `<folder>/<name>/`, named after sample and index.
    ///
    /// Throws: `SuiteError` when nothing can be matched or written, or the name is no file name.
    public func run(
        name: String, videos: String, rule: VideoMatch.Rule = .automatic, folder: String,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> Outcome {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains(",") else {
            throw SuiteError.badSystemName(name)
        }
        let match = try VideoMatcher(suite.samples).match(videos, by: rule)
        let results = Mutex<[Result<ImportedSystem.Video, Failure>?]>(
            Array(repeating: nil, count: match.pairs.count))
        let done = Atomic<Int>(0)
        Parallel.forEach(match.pairs.count) { position in
            let result = Result { try take(match.pairs[position], below: "\(folder)/\(name)") }
                .mapError { Failure(text: "\($0)") }
            results.withLock { $0[position] = result }
            progress(done.add(1, ordering: .relaxed).newValue, match.pairs.count)
        }
        var taken: [ImportedSystem.Video] = []
        var unusable: [VideoMatch.Stray] = []
        for (pair, result) in zip(match.pairs, results.withLock { $0 }) {
            switch result {
            case .success(let video): taken.append(video)
            case .failure(let failure): unusable.append(.init(file: pair.file, reason: failure.text))
            case nil: preconditionFailure("every pair is taken")
            }
        }
        guard !taken.isEmpty else {
            throw SuiteError.definition(file: videos, reason: unusable[0].reason)
        }
        let system = ImportedSystem(
            name: name, suite: suite.id, suiteHash: try suite.hash, comparison: comparison?.id, videos: taken)
        let file = "\(folder)/\(name).json"
        try system.write(to: file)
        return Outcome(system: system, file: file, match: match, unusable: unusable)
    }

    private struct Failure: Error { var text: String }

    private func take(_ pair: VideoMatch.Pair, below folder: String) throws -> ImportedSystem.Video {
        let original = URL(fileURLWithPath: pair.file).standardizedFileURL.path
        let hash = try SHA256.hex(ofFile: original)
        guard let comparison else {
            // A file that cannot be opened is no video of a sample.
            _ = try decoder.image(at: original)
            return ImportedSystem.Video(sample: pair.sample, index: pair.index, file: original, sha256: hash)
        }
        let frames = try comparison.frames(of: original, decoder: decoder)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw SuiteError.unwritable(file: folder, reason: error.localizedDescription)
        }
        // Ids may hold slashes and more; a hash keeps apart what looks alike without them.
        let plain = pair.sample.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
        let file =
            URL(fileURLWithPath: folder).standardizedFileURL.path
            + "/\(String(plain.prefix(60)))-\(SHA256.hex(of: pair.sample.utf8).prefix(8))-\(pair.index).mkv"
        try VideoWriter.write(
            frames, to: file, frameRate: FrameRate(comparison.framesPerSecond), encoding: .ffv1)
        return ImportedSystem.Video(
            sample: pair.sample, index: pair.index, file: file, sha256: try SHA256.hex(ofFile: file),
            original: original, originalSHA256: hash)
    }
}
