import Benchmarks
import Foundation
import Generators
import Hashing
import Media
import Store

extension Runner {
    /// Makes the videos that the store lacks.
    func generate(run: Int64) throws {
        let folder = VideoFolder(root: videoRoot, fileExtension: resolved.encoding.fileExtension)
        folder.removeAbandonedParts()
        let units = try store.units(run: run).filter { kind($0) != .imported }
        guard !units.isEmpty else { return }
        let missing = try units.filter(isMissingVideo)
        guard !missing.isEmpty else { return }
        var generators: [Int: any VideoGenerator] = [:]
        try share(
            .generate, missing, done: units.count - missing.count, total: units.count,
            isMissing: isMissingVideo
        ) { unit in
            try make(unit, folder: folder, generators: &generators)
        }
    }

    private func kind(_ unit: RunUnit) -> PlannedVariant.Kind { resolved.plan.variants[unit.variant].kind }

    /// A finished video whose file was deleted counts as missing.
    private func isMissingVideo(_ unit: RunUnit) throws -> Bool {
        guard unit.status == .finished, let file = unit.file else { return true }
        return !FileManager.default.fileExists(atPath: store.absolute(file.path))
    }

    private func make(_ unit: RunUnit, folder: VideoFolder, generators: inout [Int: any VideoGenerator])
        throws
    {
        let variant = resolved.plan.variants[unit.variant]
        let path = try folder.path(
            variant: variant.label,
            generatorHash: try variant.generatorHash(arithmetic: resolved.plan.arithmetic),
            sample: unit.sample, seed: unit.seed)
        // Loading concerns all samples: an error here ends the run.
        if case .generator(let load) = resolved.producers[unit.variant], generators[unit.variant] == nil {
            // Variants of one model share nothing here, so only one of them is kept in memory.
            generators = [unit.variant: try load()]
        }
        do {
            ProcessMemory.resetPeak()
            let begin = environment.uptime()
            let video = try frames(unit, generator: generators[unit.variant])
            let made = environment.uptime()
            let file = try write(video, to: path, comment: variant.weightsLabel.map { "Made with \($0)." })
            let timings = timings(
                video, cost: resolved.costs[unit.variant], seconds: environment.uptime() - begin,
                writing: environment.uptime() - made)
            try store.finish(video: unit.video, file: file, timings: timings, owner: environment.owner)
            work.generated += 1
        } catch let error where Self.isSampleFailure(error) {
            let reason = Self.reason(error)
            try store.fail(video: unit.video, reason: reason, owner: environment.owner)
            observer.note("failed: \(describe(unit)): \(reason)")
        }
    }

    private func frames(_ unit: RunUnit, generator: (any VideoGenerator)?) throws -> GeneratedVideo {
        let member = member(unit)
        if case .reference(let clip) = resolved.producers[unit.variant] {
            guard let frames = try clip(member.sample), !frames.isEmpty else {
                throw MissingReference(sample: unit.sample)
            }
            return GeneratedVideo(
                frames: frames, framesPerSecond: resolved.plan.suite.settings.framesPerSecond)
        }
        guard let generator else { preconditionFailure("a generator was loaded for \(unit.variant)") }
        let request = GenerationRequest(
            firstFrame: try resolved.suite.firstFrame(of: member.sample), prompt: member.sample.prompt ?? "",
            negativePrompt: resolved.negativePrompt,
            seed: SampleSeed.derive(planSeed: UInt64(unit.seed), sampleID: unit.sample))
        return try generator.generate(request) { step, steps in
            try renewClaims()
            observer.step(.generate, unit: describe(unit), step: step, of: steps)
        }
    }

    private func write(_ video: GeneratedVideo, to path: String, comment: String?) throws -> VideoFile {
        try VideoWriter.write(
            video.frames, to: path, frameRate: FrameRate(video.framesPerSecond), encoding: resolved.encoding,
            comment: comment)
        return VideoFile(
            sha256: try FileHash.of(path), path: store.recorded(path), frames: video.frames.count,
            width: video.frames[0].width, height: video.frames[0].height,
            framesPerSecond: video.framesPerSecond)
    }

    private func timings(
        _ video: GeneratedVideo, cost: GenerationCost?, seconds: Double, writing: Double
    ) -> [Timing] {
        let peak = ProcessMemory.peak()
        let stages = video.seconds.sorted { $0.key < $1.key }.map { name, seconds in
            let stage = cost?.stages[name]
            return Timing(
                stage: "generate.\(name)", seconds: seconds, repetitions: stage?.repetitions,
                operations: stage?.operations)
        }
        let operations = stages.compactMap(\.operations).reduce(0, +)
        return [
            Timing(
                stage: "generate", seconds: seconds, peakMemory: peak,
                flops: video.flopsPerForward > 0 ? video.flopsPerForward : nil,
                profiledFlops: cost?.profiledFlopsPerForward,
                operations: operations > 0 ? operations : nil)
        ] + stages + [Timing(stage: "generate.write", seconds: writing)]
    }
}

/// The suite has no real clip for a sample.
private struct MissingReference: Error, CustomStringConvertible {
    var sample: String
    var description: String { "the suite has no real clip for the sample “\(sample)”" }
}
