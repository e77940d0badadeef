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
        let units = try ownUnits(run: run).filter { kind($0) != .imported }
        guard !units.isEmpty else { return }
        let missing = try units.filter(isMissingVideo)
        guard !missing.isEmpty else { return }
        let loaded = LoadedGenerator()
        try share(
            .generate, missing, done: units.count - missing.count, total: units.count,
            isMissing: isMissingVideo,
            together: { left in
                guard let variant = left.first?.variant,
                    let batch = try loaded.generator(of: variant, resolved) as? any BatchGenerator
                else { return 1 }
                return min(batch.videosAtOnce, left.prefix { $0.variant == variant }.count)
            },
            attempt: { units in
                let generator = try loaded.generator(of: units[0].variant, resolved)
                if units.count > 1, let batch = generator as? any BatchGenerator {
                    try make(units, with: batch, folder: folder)
                } else {
                    for unit in units { try make(unit, with: generator, folder: folder) }
                }
            })
    }

    private func kind(_ unit: RunUnit) -> PlannedVariant.Kind { resolved.plan.variants[unit.variant].kind }

    /// A finished video whose file was deleted counts as missing.
    private func isMissingVideo(_ unit: RunUnit) throws -> Bool {
        guard unit.status == .finished, let file = unit.file else { return true }
        return !FileManager.default.fileExists(atPath: store.absolute(file.path))
    }

    private func make(_ unit: RunUnit, with generator: (any VideoGenerator)?, folder: VideoFolder) throws {
        try keepingFailure(of: unit) {
            ProcessMemory.resetPeak()
            let begin = environment.uptime()
            let path = try path(of: unit, in: folder)
            if let streaming = generator as? any StreamingGenerator, streaming.streams {
                let (video, file) = try stream(unit, with: streaming, to: path)
                return try finish(unit, video, file, seconds: environment.uptime() - begin, writing: 0)
            }
            let video = try frames(unit, generator: generator)
            try keep(video, of: unit, at: path, seconds: environment.uptime() - begin)
        }
    }

    /// Makes videos of one variant together. One that cannot be made would stop the others; then each is made, and may
    /// fail, by itself.
    private func make(_ units: [RunUnit], with generator: any BatchGenerator, folder: VideoFolder) throws {
        ProcessMemory.resetPeak()
        let begin = environment.uptime()
        let videos: [GeneratedVideo]
        do {
            videos = try generator.generate(try units.map(request)) { step, steps in
                try renewClaims()
                observer.step(.generate, unit: "\(units.count) videos", step: step, of: steps)
            }
        } catch let error where Self.isSampleFailure(error) {
            for unit in units { try make(unit, with: generator, folder: folder) }
            return
        }
        let share = (environment.uptime() - begin) / Double(units.count)
        for (unit, video) in zip(units, videos) {
            try keepingFailure(of: unit) {
                try keep(video, of: unit, at: path(of: unit, in: folder), seconds: share)
            }
        }
    }

    /// Records the failure of a sample and goes on; other errors end the run.
    private func keepingFailure(of unit: RunUnit, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error where Self.isSampleFailure(error) {
            let reason = Self.reason(error)
            try store.fail(video: unit.video, reason: reason, owner: environment.owner)
            observer.note("failed: \(describe(unit)): \(reason)")
        }
    }

    private func path(of unit: RunUnit, in folder: VideoFolder) throws -> String {
        let variant = resolved.plan.variants[unit.variant]
        return try folder.path(
            variant: variant.label,
            generatorHash: try variant.generatorHash(arithmetic: resolved.plan.arithmetic),
            sample: unit.sample, seed: unit.seed)
    }

    private func comment(_ unit: RunUnit) -> String? {
        resolved.plan.variants[unit.variant].weightsLabel.map { "Made with \($0)." }
    }

    /// Writes a made video and records it.
    private func keep(_ video: GeneratedVideo, of unit: RunUnit, at path: String, seconds: Double) throws {
        let made = environment.uptime()
        let file = try write(video, to: path, comment: comment(unit))
        let writing = environment.uptime() - made
        try finish(unit, video, file, seconds: seconds + writing, writing: writing)
    }

    private func finish(
        _ unit: RunUnit, _ video: GeneratedVideo, _ file: VideoFile, seconds: Double, writing: Double
    ) throws {
        let timings = timings(
            video, cost: resolved.costs[unit.variant], seconds: seconds, writing: writing)
        try store.finish(video: unit.video, file: file, timings: timings, owner: environment.owner)
        work.generated += 1
    }

    /// Makes a long video straight into its file; what an interrupted run has left of it is taken up.
    private func stream(_ unit: RunUnit, with generator: any StreamingGenerator, to path: String) throws
        -> (GeneratedVideo, VideoFile)
    {
        var writer: VideoWriter?
        var frames = 0
        let pace = FrameRate(generator.framesPerSecond)
        let video = try generator.generate(
            request(unit), output: path,
            progress: { step, steps in
                try renewClaims()
                observer.step(.generate, unit: describe(unit), step: step, of: steps)
                // Finished chunks are kept, so a long video need not be waited for.
                try interruption.check()
            },
            frame: { frame in
                let open =
                    try writer
                    ?? VideoWriter(
                        path: path, width: frame.width, height: frame.height, frameRate: pace,
                        encoding: resolved.encoding, comment: comment(unit))
                writer = open
                try open.append(frame)
                frames += 1
            })
        guard let writer else { preconditionFailure("a video has frames") }
        try writer.finish()
        try generator.discardParts(of: path)
        let file = VideoFile(
            sha256: try FileHash.of(path), path: store.recorded(path), frames: frames, width: writer.width,
            height: writer.height, framesPerSecond: generator.framesPerSecond)
        return (video, file)
    }

    private func frames(_ unit: RunUnit, generator: (any VideoGenerator)?) throws -> GeneratedVideo {
        if case .reference(let clip) = resolved.producers[unit.variant] {
            guard let frames = try clip(member(unit).sample), !frames.isEmpty else {
                throw MissingReference(sample: unit.sample)
            }
            return GeneratedVideo(
                frames: frames, framesPerSecond: resolved.plan.suite.settings.framesPerSecond)
        }
        guard let generator else { preconditionFailure("a generator was loaded for \(unit.variant)") }
        return try generator.generate(request(unit)) { step, steps in
            try renewClaims()
            observer.step(.generate, unit: describe(unit), step: step, of: steps)
        }
    }

    private func request(_ unit: RunUnit) throws -> GenerationRequest {
        let member = member(unit)
        return GenerationRequest(
            firstFrame: try resolved.suite.firstFrame(of: member.sample), prompt: member.sample.prompt ?? "",
            negativePrompt: resolved.negativePrompts[unit.variant],
            seed: SampleSeed.derive(planSeed: UInt64(unit.seed), sampleID: unit.sample))
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

/// The one generator that is in memory: variants of one model share nothing here.
private final class LoadedGenerator {
    private var variant: Int?
    private var loaded: (any VideoGenerator)?

    /// The generator of a variant; nil where its videos are not generated. Loading concerns all samples: an error here
    /// ends the run.
    func generator(of variant: Int, _ resolved: ResolvedPlan) throws -> (any VideoGenerator)? {
        if self.variant != variant {
            loaded = nil
            if case .generator(let load) = resolved.producers[variant] { loaded = try load() }
            self.variant = variant
        }
        return loaded
    }
}
