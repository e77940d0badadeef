import ArgumentParser

/// `i2vbench weights`: the published files on this machine.
struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "List, fetch, check and carry the published weights.",
        discussion: """
            Files of the Hugging Face Hub are kept in its cache, which Python tools share (HF_HOME, HF_HUB_CACHE); \
            the others in ~/.cache/i2vbench/weights (I2VBENCH_CACHE). HF_ENDPOINT names another hub, HF_TOKEN opens \
            models that want a login, HF_HUB_OFFLINE=1 keeps off the network.
            """,
        subcommands: [
            WeightsListCommand.self,
            WeightsStatusCommand.self,
            WeightsFetchCommand.self,
            WeightsVerifyCommand.self,
            WeightsExportCommand.self,
            WeightsImportCommand.self,
        ])
}
