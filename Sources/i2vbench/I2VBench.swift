import ArgumentParser

@main
struct I2VBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "i2vbench", abstract: "Measure image-to-video generation.", version: "0.1.0")
}
