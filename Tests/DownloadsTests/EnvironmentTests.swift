import Checkpoints
import Downloads
import Foundation
import Testing

@Suite("Settings from the environment")
struct EnvironmentTests {
    private let home = URL(fileURLWithPath: "/home/someone", isDirectory: true)

    @Test(
        arguments: [
            ([:], "/home/someone/.cache/huggingface/hub"),
            (["XDG_CACHE_HOME": "/big"], "/big/huggingface/hub"),
            (["XDG_CACHE_HOME": "/big", "HF_HOME": "/hf"], "/hf/hub"),
            (["HF_HOME": "~/hf"], "/home/someone/hf/hub"),
            (["HF_HOME": "$SCRATCH/${USER}/hf", "SCRATCH": "/s", "USER": "u"], "/s/u/hf/hub"),
            (["HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old"], "/old"),
            (["HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "/new"], "/new"),
            (["HF_HUB_CACHE": ""], "/home/someone/.cache/huggingface/hub"),
        ] as [([String: String], String)])
    func theCacheIsWherePythonLooks(_ environment: [String: String], expected: String) {
        #expect(HubCache(environment: environment, home: home).folder.path == expected)
    }

    private func settings(_ environment: [String: String]) throws -> DownloadSettings {
        try DownloadSettings(
            environment: environment, hub: HubCache(environment: environment, home: home))
    }

    @Test func theEndpointLosesItsSlashes() throws {
        #expect(try settings([:]).endpoint == "https://huggingface.co")
        #expect(
            try settings(["HF_ENDPOINT": "https://hf.example/hub//"]).endpoint == "https://hf.example/hub")
        for bad in ["example.com", "file:///x", "https://"] {
            let error = #expect(throws: DownloadError.self) { try settings(["HF_ENDPOINT": bad]) }
            #expect(error?.exitCode == 64 && error?.description.contains("HF_ENDPOINT") == true)
        }
        #expect(throws: DownloadError.self) { try settings(["I2VBENCH_MIRROR": "here"]) }
        #expect(throws: DownloadError.self) { try settings(["HF_HUB_DOWNLOAD_TIMEOUT": "soon"]) }
        #expect(try settings(["HF_HUB_DOWNLOAD_TIMEOUT": "7"]).stallSeconds == 7)
    }

    @Test(arguments: [("1", true), ("true", true), ("On", true), ("0", false), ("", false), ("no", false)])
    func offlineIsReadAsInPython(_ value: String, expected: Bool) throws {
        #expect(try (settings(["HF_HUB_OFFLINE": value]).offlineVariable != nil) == expected)
    }

    @Test func theTokenComesFromTheVariableOrTheFile() throws {
        let machine = try Machine()
        try FileManager.default.createDirectory(
            atPath: machine.path("hf"), withIntermediateDirectories: true)
        try "hf_stored\n".write(toFile: machine.path("hf/token"), atomically: true, encoding: .utf8)
        #expect(try machine.settings().token == "hf_stored")
        machine.environment["HF_TOKEN"] = " hf_given "
        #expect(try machine.settings().token == "hf_given")
        machine.environment["HF_TOKEN"] = nil
        machine.environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
        #expect(try machine.settings().token == nil)
        machine.environment["HF_TOKEN"] = "hf_a\r\nX-Evil: 1"
        let error = #expect(throws: DownloadError.self) { try machine.settings() }
        #expect(
            error?.description.contains("HF_TOKEN") == true && error?.description.contains("Evil") == false)
    }
}
