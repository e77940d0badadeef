import Benchmarks
import Foundation
import Generators

/// The videos of an imported system by sample and number.
public struct SystemVideos: Sendable {
    let name: String
    private let paths: [String: String]

    /// Throws: `SuiteError.incomplete` naming every video that is gone or is not the one that was imported.
    public init(_ system: ImportedSystem) throws {
        name = system.name
        var odd: [DatasetFinding] = []
        for video in system.videos {
            guard FileManager.default.fileExists(atPath: video.file) else {
                odd.append(DatasetFinding(.missing, video.file))
                continue
            }
            if try FileHash.of(video.file) != video.sha256 {
                odd.append(DatasetFinding(.changed, video.file))
            }
        }
        guard odd.isEmpty else { throw RunnerError.changedSystem(name: system.name, videos: odd) }
        paths = Dictionary(
            uniqueKeysWithValues: system.videos.map { (Self.key($0.sample, UInt64($0.index)), $0.file) })
    }

    private static func key(_ sample: String, _ index: UInt64) -> String { "\(index) \(sample)" }

    /// Throws: an error for the sample where the system has no such video.
    func path(sample: String, index: UInt64) throws -> String {
        guard let path = paths[Self.key(sample, index)] else {
            throw MissingVideo(system: name, sample: sample, index: index)
        }
        return path
    }

    private struct MissingVideo: Error, CustomStringConvertible {
        var system: String
        var sample: String
        var index: UInt64

        var description: String { "\(system) brought no video number \(index) of the sample “\(sample)”" }
    }
}

extension PlannedVariant {
    /// What an imported system's identity calls the protocol that its videos were brought to.
    static let protocolSetting = "protocol"

    /// The videos of another model, matched to the suite's samples.
    static func system(_ system: ImportedSystem) -> PlannedVariant {
        let settings = [
            "system": system.name, "videos": system.contentHash,
            protocolSetting: system.comparison ?? "native",
        ]
        return PlannedVariant(
            label: system.name, kind: .imported,
            generator: GeneratorIdentity(id: "external", version: 1, settings: settings, weights: []),
            indices: system.indices.map(UInt64.init))
    }
}

extension PlanResolver {
    /// A row for every imported system. Throws: `RunnerError`, `SuiteError` for one that does not fit the suite.
    func systemRows(_ files: [String], suite: any Suite) throws -> [Row] {
        guard !files.isEmpty else { return [] }
        let hash = try suite.hash
        return try files.map { file in
            let system = try ImportedSystem(file: file)
            guard system.suite == suite.id else {
                throw SuiteError.otherSuite(file: file, expected: suite.id, found: system.suite)
            }
            guard system.suiteHash == hash else {
                throw RunnerError.otherSamples(
                    system: system.name, suite: suite.id, expected: hash, found: system.suiteHash)
            }
            return Row(variant: .system(system), producer: .system(try SystemVideos(system)))
        }
    }
}
