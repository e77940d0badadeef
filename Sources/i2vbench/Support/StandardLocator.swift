import Checkpoints
import Foundation
import Generators
import Metrics

extension WeightLocator {
    /// Finds weights where this user keeps them.
    static var standard: WeightLocator {
        WeightLocator(
            environment: ProcessInfo.processInfo.environment,
            home: FileManager.default.homeDirectoryForCurrentUser, demoFolder: DemoWeights.folder)
    }
}
