import Foundation

/// Files that this module carries.
enum NetworkResources {
    /// The folder is named from the bundle itself: Foundation takes a `Resources` folder for the bundle's own layout and
    /// answers `resourceURL` differently when there is one.
    static func path(_ name: String) -> String {
        Bundle.module.bundleURL.appendingPathComponent("Resources/\(name)").path
    }
}
