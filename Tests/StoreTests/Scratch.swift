import Foundation
import Store

/// A folder that is removed with the value.
final class Scratch {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/i2vbench store " + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var store: String { folder + "/store.sqlite" }
}

/// A plan of two samples, two variants and one seed.
func exampleRequest(planHash: String = "plan", prompt: String = "a fox") -> RunRequest {
    let samples = ["a", "b"].map {
        SampleRecord(
            hash: "sample \($0) \(prompt)", name: $0, category: "animals", prompt: prompt, imageHash: "image")
    }
    let variants = ["full", "bare"].map {
        RunRequest.Variant(
            label: $0,
            generator: GeneratorRecord(
                hash: "generator \($0)", name: "fake", version: 1, identity: "{}", provenance: "synthetic"),
            seeds: [0])
    }
    return RunRequest(
        planHash: planHash, plan: "{}",
        suite: SuiteRecord(
            name: "demo", version: "1", hash: "suite \(prompt)", title: "Demo", frames: 16, width: 64,
            height: 64,
            framesPerSecond: 8),
        samples: samples.enumerated().map { RunRequest.Placed(position: $0, sample: $1) }, variants: variants,
        encoding: "ffv1",
        metrics: [
            MetricRecord(metric: "flicker", version: 1, weights: "", provenance: ""),
            MetricRecord(
                metric: "subject", version: 1, weights: "", provenance: "official", unavailable: "no file"),
        ], codeVersion: "0", machine: "{}")
}

let exampleFile = VideoFile(
    sha256: "f00d", path: "videos/a.mp4", frames: 16, width: 64, height: 64, framesPerSecond: 8)
