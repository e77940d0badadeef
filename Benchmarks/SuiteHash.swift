import Foundation
import Hashing

/// The identity of a suite: equal hashes mean equal samples, inputs and protocol.
enum SuiteHash {
    private struct Content: Encodable {
        let definition: SuiteDefinition
        let samples: [Sample]
        /// SHA-256 of what each sample is made from, in the order of the samples.
        let inputs: [String]
    }

    /// SHA-256 of the JSON with sorted keys. File paths do not count, only what the files hold.
    static func digest(definition: SuiteDefinition, samples: [Sample], inputs: [String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let portable = samples.map { sample in
            var copy = sample
            copy.image = sample.image.map { ($0 as NSString).lastPathComponent }
            copy.video = sample.video.map { ($0 as NSString).lastPathComponent }
            copy.reference = sample.reference.map { ($0 as NSString).lastPathComponent }
            return copy
        }
        // What reports say of a suite changes no number.
        var essential = definition
        (essential.reading, essential.ablationNote) = (nil, nil)
        let content = Content(definition: essential, samples: portable, inputs: inputs)
        return SHA256.hex(of: try encoder.encode(content))
    }
}
