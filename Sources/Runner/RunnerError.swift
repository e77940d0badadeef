import Benchmarks
import Store
import Tensor

/// Why a run cannot be planned or go on. A sample that fails is a row in the store, not one of these.
public enum RunnerError: Error, Sendable, Equatable {
    /// A name that is not registered.
    case unknown(kind: String, id: String, nearest: [String], known: [String])
    case noSeeds(found: String)
    /// An option with a value that it cannot have.
    case option(_ name: String, expected: String, found: String, advice: String)
    case noSamples(suite: String, found: String, categories: [String])
    /// The generator has no parts that can be switched off.
    case notAblatable(generator: String)
    /// The generator does not start from FrameInit's noise.
    case noFrameInit(generator: String)
    /// A finished video is needed and its file has changed since.
    case videoChanged(path: String, expected: String, found: String)
    case unwritable(path: String, found: String)
    /// A sample whose first frame the generator's settings cannot use.
    case firstFrame(sample: String, reason: String)
    case damagedPlan(run: Int64, found: String)
    /// Videos of an imported system that are not there any more or have changed.
    case changedSystem(name: String, videos: [DatasetFinding])
    /// A system was imported for other samples than the suite has.
    case otherSamples(system: String, suite: String, expected: String, found: String)
    /// Neither a generator nor a system: nothing to put in the tables.
    case noRows(suite: String)
    /// Two rows of a plan would have one name.
    case sameLabel(String)
    /// A plan file that cannot be carried out, with everything that is wrong in it.
    case plan(file: String, problems: [PlanProblem])
    /// A shard that is none, such as 5/4.
    case badShard(found: String)
    /// A folder that belongs to another part of the plan.
    case otherShard(folder: String, expected: String, found: String)
    /// Results that are of different plans, weights, protocols or versions.
    case unlike(String, String, what: String, first: String, second: String)
    /// Shards that are absent, there twice, or not finished.
    case shards(String, advice: String)
    /// A command of the cluster that is absent or failed.
    case slurm(command: String, found: String, advice: String)
}

extension RunnerError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unknown, .noSeeds, .option, .notAblatable, .firstFrame, .noFrameInit, .noRows, .sameLabel,
            .badShard:
            64
        case .noSamples, .videoChanged, .damagedPlan, .changedSystem, .otherSamples, .plan, .otherShard,
            .unlike, .shards:
            65
        case .unwritable, .slurm: 1
        }
    }

    public var description: String {
        switch self {
        case .unknown(let kind, let id, let nearest, let known):
            let hint = nearest.isEmpty ? "" : "Did you mean \(nearest.joined(separator: " or "))? "
            return "there is no \(kind) “\(id)”. \(hint)Known: \(known.joined(separator: ", "))."
        case .noSeeds(let found):
            return "--seeds: expected numbers such as 0, 0..2 or 1,5,9, found “\(found)”."
        case .noSamples(let suite, let found, let categories):
            return "the selection leaves no sample of the suite “\(suite)” (\(found)). Its categories: "
                + "\(categories.joined(separator: ", "))."
        case .option(let name, let expected, let found, let advice):
            return "\(name): expected \(expected), found “\(found)”. \(advice)"
        case .notAblatable(let generator):
            return
                "the generator “\(generator)” has no parts that can be switched off; run it without ablation."
        case .noFrameInit(let generator):
            return
                "the generator “\(generator)” does not start from FrameInit's noise, so there is no grid of its "
                + "settings. Use --generator consisti2v."
        case .videoChanged(let path, let expected, let found):
            return
                "\(path): expected the file with SHA-256 \(expected.prefix(12))…, found \(found.prefix(12))…; "
                + "the file was changed after the store recorded it. Delete it to have it made again."
        case .unwritable(let path, let found):
            return
                "\(path): cannot be written (\(found)). Check the permissions and the free space, or choose "
                + "another folder with --out."
        case .firstFrame(let sample, let reason): return "sample “\(sample)”: \(reason)"
        case .damagedPlan(let run, let found):
            return
                "run \(run): its plan cannot be read (\(found)). It was written by another version; run the "
                + "plan again."
        case .changedSystem(let name, let videos):
            let list = videos.prefix(20).map { "  \($0.kind.rawValue): \($0.path)" }.joined(separator: "\n")
            return
                "the system “\(name)”: \(videos.count) of its videos are not as they were imported; import it again:\n"
                + list
        case .otherSamples(let system, let suite, let expected, let found):
            return
                "the system “\(system)” was imported for other samples of “\(suite)” (suite hash \(found.prefix(12))…, "
                + "here \(expected.prefix(12))…); import it again with the same --data."
        case .noRows(let suite):
            return
                "--generator none leaves nothing to score on “\(suite)”; name imported systems with --systems."
        case .sameLabel(let label):
            return "two rows of the tables would be called “\(label)”; import the system under another name."
        case .plan, .badShard, .otherShard, .unlike, .shards, .slurm: return sweepDescription
        }
    }
}

extension StoreError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .notWritable, .locked, .full, .failed: 1
        case .absent, .notAStore, .newerVersion, .olderVersion, .damaged, .noSuchRun, .differs: 65
        }
    }
}

extension RunnerError {
    /// A name that is not registered, with the nearest ones that are.
    public static func unknownName(kind: String, _ id: String, _ known: [String]) -> RunnerError {
        .unknown(kind: kind, id: id, nearest: NearestNames.nearest(to: id, in: known), known: known)
    }
}
