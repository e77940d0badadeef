import Store
import Tensor

/// Why a run cannot be planned or go on. A sample that fails is a row in the store, not one of these.
public enum RunnerError: Error, Sendable, Equatable {
    /// A name that is not registered.
    case unknown(kind: String, id: String, nearest: [String], known: [String])
    case noSeeds(found: String)
    case noSamples(suite: String, found: String, categories: [String])
    /// The generator has no parts that can be switched off.
    case notAblatable(generator: String)
    /// A finished video is needed and its file has changed since.
    case videoChanged(path: String, expected: String, found: String)
    case unwritable(path: String, found: String)
    case damagedPlan(run: Int64, found: String)
}

extension RunnerError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unknown, .noSeeds, .notAblatable: 64
        case .noSamples, .videoChanged, .damagedPlan: 65
        case .unwritable: 1
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
        case .notAblatable(let generator):
            return
                "--ablate: the generator “\(generator)” has no parts that can be switched off; leave it out."
        case .videoChanged(let path, let expected, let found):
            return
                "\(path): expected the file with SHA-256 \(expected.prefix(12))…, found \(found.prefix(12))…; "
                + "the file was changed after the store recorded it. Delete it to have it made again."
        case .unwritable(let path, let found):
            return
                "\(path): cannot be written (\(found)). Check the permissions and the free space, or choose "
                + "another folder with --out."
        case .damagedPlan(let run, let found):
            return
                "run \(run): its plan cannot be read (\(found)). It was written by another version; run the "
                + "plan again."
        }
    }
}

extension StoreError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .notWritable, .locked, .full, .failed: 1
        case .absent, .notAStore, .newerVersion, .olderVersion, .damaged, .noSuchRun: 65
        }
    }
}
