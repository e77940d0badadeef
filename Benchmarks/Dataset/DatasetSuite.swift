import Foundation
import Hashing
import Media

/// Samples drawn from a public data set on disk, or those of a frozen list of them.
public struct DatasetSuite: Suite {
    public let definition: SuiteDefinition
    public let samples: [Sample]
    /// The data folder.
    public let folder: String
    /// What the frozen list says of each sample, by id; empty when drawn just now.
    let frozen: [String: FrozenSamples.Entry]
    let decoder: MediaDecoder

    /// - Parameters:
    ///   - data: the data folder, or a list that `suite prepare` froze.
    ///   - suiteFolder: where `suite.yaml` and the prompts lie.
    ///
    /// Throws: `SuiteError` naming file and line, or every sample whose file is not there.
    public init(
        definition: SuiteDefinition, data: String, suiteFolder: String, decoder: MediaDecoder = MediaDecoder()
    ) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) else {
            throw SuiteError.unreadable(file: data, reason: "there is no such file or folder")
        }
        guard isFolder.boolValue else {
            self = try Self.frozen(FrozenSamples(file: data), of: definition, file: data, decoder)
            return
        }
        let survey = try DatasetSurvey(definition: definition, data: data, suiteFolder: suiteFolder)
        guard !survey.isShort else {
            throw SuiteError.tooFewEntries(
                suite: definition.id, data: data, expected: survey.dataset.count ?? 0,
                found: survey.index.entries.count)
        }
        let missing = survey.drawn.compactMap { survey.missingFile($0.entry) }
        guard missing.isEmpty else {
            throw SuiteError.incomplete(
                suite: definition.id, data: data, samples: survey.drawn.count, missing)
        }
        self.init(definition, survey.samples, folder: survey.folder.root, frozen: [:], decoder)
    }

    private init(
        _ definition: SuiteDefinition, _ samples: [Sample], folder: String,
        frozen: [String: FrozenSamples.Entry], _ decoder: MediaDecoder
    ) {
        self.definition = definition
        self.samples = samples
        self.folder = folder
        self.frozen = frozen
        self.decoder = decoder
    }

    private static func frozen(
        _ list: FrozenSamples, of definition: SuiteDefinition, file: String, _ decoder: MediaDecoder
    ) throws -> DatasetSuite {
        guard list.definition.id == definition.id else {
            throw SuiteError.otherSuite(file: file, expected: definition.id, found: list.definition.id)
        }
        let folder = list.folder(of: file)
        let samples = list.samples(in: folder)
        let missing = zip(list.samples, samples).compactMap { entry, sample in
            FileManager.default.fileExists(atPath: sample.reference ?? sample.image ?? "")
                ? nil : DatasetFinding(.missing, entry.file)
        }
        guard missing.isEmpty else {
            throw SuiteError.incomplete(
                suite: definition.id, data: folder, samples: samples.count, missing)
        }
        let entries = Dictionary(uniqueKeysWithValues: list.samples.map { ($0.id, $0) })
        return DatasetSuite(list.definition, samples, folder: folder, frozen: entries, decoder)
    }

    /// The sample's image, or the frame of its video that the protocol names.
    public func firstFrame(of sample: Sample) throws -> RGBImage {
        if let image = sample.image { return try decoder.image(at: image) }
        guard let video = sample.reference else { throw SuiteError.noInput(file: id, id: sample.id) }
        let frame = try frozen[sample.id]?.frame ?? conditioningFrame(of: sample.id, video)
        let reader = try decoder.video(at: video)
        for _ in 0..<frame { _ = try reader.next() }
        guard let image = try reader.next() else {
            throw MediaError.noFrames(
                path: video, found: "\(reader.frameCount), of which number \(frame) is the input")
        }
        return image
    }

    /// The number of the conditioning frame; a video is decoded to its end where its length decides.
    private func conditioningFrame(of id: String, _ video: String) throws -> Int {
        if definition.conditioningFrame == .first { return 0 }
        let counted = try decoder.video(at: video)
        while try counted.next() != nil {}
        return definition.conditioningFrame(of: id, frames: counted.frameCount)
    }

    /// Definition, samples and the content of every file they name.
    ///
    /// Throws: `SuiteError.changed` when a file is not the one that was frozen.
    public var hash: String {
        get throws {
            var changed: [DatasetFinding] = []
            let inputs = try samples.map { sample in
                let path = sample.reference ?? sample.image ?? ""
                let hash = try SHA256.hex(ofFile: path)
                if let entry = frozen[sample.id], entry.sha256 != hash {
                    changed.append(DatasetFinding(.changed, entry.file))
                }
                return hash
            }
            guard changed.isEmpty else {
                throw SuiteError.incomplete(
                    suite: definition.id, data: folder, samples: samples.count, changed)
            }
            return try SuiteHash.digest(definition: definition, samples: samples, inputs: inputs)
        }
    }
}

extension SuiteDefinition {
    /// The number of the input frame of a video with so many frames.
    func conditioningFrame(of id: String, frames: Int) -> Int {
        switch conditioningFrame {
        case .first: 0
        case .middle: frames / 2
        case .random: SampleDraw(seed: dataset?.seed ?? 0).frame(of: id, among: max(1, frames))
        }
    }
}
