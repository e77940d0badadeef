import ArgumentParser
import Foundation
import Runner
import Tensor

@main
struct I2VBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "i2vbench", abstract: "Measure image-to-video generation.",
        discussion: "Completions for bash, zsh and fish: i2vbench --generate-completion-script SHELL.",
        version: I2VBenchVersion.text,
        subcommands: [
            GenerateCommand.self,
            AblateCommand.self,
            CacheCommand.self,
            CompareCommand.self,
            ConvertCommand.self,
            DemoCommand.self,
            DoctorCommand.self,
            ExplainCommand.self,
            ExtractCommand.self,
            ImportCommand.self,
            GridCommand.self,
            InspectCommand.self,
            ListCommand.self,
            MergeCommand.self,
            ReportCommand.self,
            ReproduceCommand.self,
            RunCommand.self,
            RunsCommand.self,
            ScoreCommand.self,
            ShowCommand.self,
            SlurmCommand.self,
            StatsCommand.self,
            SuiteCommand.self,
            SweepCommand.self,
            WeightsCommand.self,
        ])

    /// Parses, runs, and turns whatever was thrown into a message on standard error and an exit code.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as any UserFacingError {
            printToStandardError("error: \(error)")
            Foundation.exit(error.exitCode)
        } catch is CancellationError {
            Foundation.exit(ExitStatus.interrupted.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
