import ArgumentParser
import Generators

/// How much of a generation goes through the U-Net at once.
struct BatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Copies of videos in one forward: auto (what memory allows) or a number; guidance makes two or three "
                + "copies of each video. Results do not depend on it.", valueName: "auto|n"))
    var batch = BatchSize.automatic
}

extension BatchSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String {
        switch self {
        case .automatic: "auto"
        case .copies(let count): "\(count)"
        }
    }
}
