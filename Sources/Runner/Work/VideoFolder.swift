import Foundation
import Hashing

/// Where the videos of a run lie: `videos/<variant>-<hash>/<sample>-seed<seed>.<extension>`.
struct VideoFolder {
    let root: String
    let fileExtension: String

    /// The file of a video; the folder is made if need be.
    func path(variant: String, generatorHash: String, sample: String, seed: Int) throws -> String {
        let folder = "\(root)/\(Self.safe(variant))-\(generatorHash.prefix(8))"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw RunnerError.unwritable(path: folder, found: Self.reason(error))
        }
        let name = "\(folder)/\(Self.safe(sample))-seed\(seed)"
        return fileExtension.isEmpty ? name : "\(name).\(fileExtension)"
    }

    /// Removes what processes that were killed have left half-written.
    func removeAbandonedParts() {
        guard let files = FileManager.default.enumerator(atPath: root) else { return }
        for case let file as String in files {
            let name = file.split(separator: "/").last ?? ""
            guard name.hasPrefix("."), let mark = name.range(of: ".partial-"),
                let process = Int32(name[mark.upperBound...].prefix(while: \.isNumber)),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(atPath: root + "/" + file)
        }
    }

    /// A file name for any id: what file systems may not hold is replaced, and a hash keeps such names apart.
    static func safe(_ id: String) -> String {
        let kept = String(
            id.unicodeScalars.prefix(80).map { scalar in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "._-".unicodeScalars.contains(scalar))
                return isPlain ? Character(scalar) : "_"
            })
        return kept == id && !id.hasPrefix(".")
            ? id : "\(kept.drop { $0 == "." })-\(SHA256.hex(of: id.utf8).prefix(8))"
    }

    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return (underlying ?? error).localizedDescription
    }
}
