import Foundation

/// The folder of golden outputs that is too large for the repository; tests that need it skip when it is absent.
public enum SharedParity {
    /// `…/shared` beside the checkout (or wherever `I2VBENCH_SHARED` points), if it is there.
    public static let root: URL? = {
        let override = ProcessInfo.processInfo.environment["I2VBENCH_SHARED"].map { URL(fileURLWithPath: $0) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidate = override ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
    }()

    /// Whether goldens can be compared; prints why not, once, when they cannot.
    public static let isAvailable: Bool = {
        if root == nil {
            print("skipping parity with the shared goldens: no `shared` folder beside the checkout")
        }
        return root != nil
    }()

    public static func path(_ relative: String) -> String {
        (root?.appendingPathComponent(relative).path) ?? relative
    }
}
