import Foundation
import Hashing
import Media
import Synchronization
import Tensor

/// Draws a suite's samples and freezes them with the hashes of their files.
public struct DatasetPreparation: Sendable {
    let definition: SuiteDefinition
    let suiteFolder: String
    let decoder: MediaDecoder

    public init(definition: SuiteDefinition, suiteFolder: String, decoder: MediaDecoder = MediaDecoder()) {
        self.definition = definition
        self.suiteFolder = suiteFolder
        self.decoder = decoder
    }

    /// - Parameters:
    ///   - data: the data folder.
    ///   - file: where the list will lie; its path to the data folder is kept.
    ///   - progress: called with the number of samples done so far, on any thread.
    ///
    /// Throws: `SuiteError.incomplete` naming every drawn sample that is missing, corrupt or too short.
    public func freeze(
        data: String, for file: String, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> FrozenSamples {
        let suite = try DatasetSuite(
            definition: definition, data: data, suiteFolder: suiteFolder, decoder: decoder)
        guard suite.frozen.isEmpty else { throw SuiteError.alreadyFrozen(file: data) }
        let (samples, data) = (suite.samples, suite.folder)
        let entries = Mutex<[FrozenSamples.Entry?]>(Array(repeating: nil, count: samples.count))
        let failures = Mutex<[DatasetFinding]>([])
        let done = Atomic<Int>(0)
        Parallel.forEach(samples.count) { index in
            do {
                let entry = try entry(samples[index], in: data)
                entries.withLock { $0[index] = entry }
            } catch let finding as Unusable {
                failures.withLock { $0.append(finding.finding) }
            } catch {
                let name = String(
                    (samples[index].reference ?? samples[index].image ?? "").dropFirst(data.count + 1))
                failures.withLock { $0.append(DatasetFinding(.corrupt, name, "\(error)")) }
            }
            progress(done.add(1, ordering: .relaxed).newValue, samples.count)
        }
        let unusable = failures.withLock { $0.sorted { $0.path < $1.path } }
        guard unusable.isEmpty else {
            throw SuiteError.incomplete(suite: definition.id, data: data, samples: samples.count, unusable)
        }
        let frozen = entries.withLock { $0.compactMap(\.self) }
        let holder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        return FrozenSamples(
            definition: definition,
            hash: try SuiteHash.digest(
                definition: definition, samples: samples, inputs: frozen.map(\.sha256)),
            data: FrozenSamples.relative(data, to: holder), samples: frozen)
    }

    private struct Unusable: Error { var finding: DatasetFinding }

    private func entry(_ sample: Sample, in data: String) throws -> FrozenSamples.Entry {
        let path = sample.reference ?? sample.image ?? ""
        let name = String(path.dropFirst(data.count + 1))
        let reader = try decoder.video(at: path)
        var size = (width: 0, height: 0)
        while let frame = try reader.next() { size = (frame.width, frame.height) }
        let frames = reader.frameCount
        let needed = sample.image == nil ? definition.protocolSettings.frames : 1
        guard frames >= needed else {
            throw Unusable(
                finding: DatasetFinding(.tooShort, name, "expected \(needed) frames, found \(frames)"))
        }
        let number = sample.image == nil ? definition.conditioningFrame(of: sample.id, frames: frames) : 0
        let again = try decoder.video(at: path)
        for _ in 0..<number { _ = try again.next() }
        guard let input = try again.next() else { throw MediaError.noFrames(path: path, found: "none") }
        return FrozenSamples.Entry(
            id: sample.id, category: sample.category, prompt: sample.prompt, objects: sample.objects,
            scene: sample.scene, file: name, sha256: try SHA256.hex(ofFile: path),
            inputSHA256: input.contentHash, width: size.width, height: size.height, frames: frames,
            frame: number)
    }
}
