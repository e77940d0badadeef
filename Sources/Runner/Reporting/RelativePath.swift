/// A path as seen from a folder.
package enum RelativePath {
    /// `../videos/a.mp4` for `/run/videos/a.mp4` from `/run/report`; the path itself where they share nothing.
    package static func text(to path: String, from folder: String) -> String {
        let (target, base) = (components(path), components(folder))
        let common = zip(target, base).prefix { $0 == $1 }.count
        guard common > 0 else { return path }
        return (Array(repeating: "..", count: base.count - common) + target[common...]).joined(separator: "/")
    }

    private static func components(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }
}
