import Checkpoints
import Foundation
import Tensor
import Testing

@Suite("Finding weights")
struct WeightLocatorTests {
    private let home = URL(fileURLWithPath: "/home/someone", isDirectory: true)

    private func place(_ name: String, in folder: ScratchFolder) throws {
        let path = folder.path(name)
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([1], [1]))], to: path)
    }

    @Test(
        arguments: [
            ([:], "/home/someone/.cache/i2vbench/weights"),
            (["XDG_CACHE_HOME": "/big"], "/big/i2vbench/weights"),
            (["XDG_CACHE_HOME": "/big", "I2VBENCH_CACHE": "/weights"], "/weights"),
            (["I2VBENCH_CACHE": ""], "/home/someone/.cache/i2vbench/weights"),
        ] as [([String: String], String)])
    func theEnvironmentNamesTheCache(_ environment: [String: String], expected: String) {
        #expect(WeightLocator(environment: environment, home: home).cache.path == expected)
    }

    @Test(arguments: [
        ("official", WeightChoice.official), ("demo", .demo), ("synthetic", .synthetic(salt: "")),
        ("synthetic:a:b", .synthetic(salt: "a:b")), ("weights/synthetic", .path("weights/synthetic")),
    ])
    func choicesAreSpelledAsOnTheCommandLine(_ text: String, expected: WeightChoice) {
        #expect(WeightChoice(text) == expected && WeightChoice(text).description == text)
    }

    @Test func absentOfficialFilesSayWhereTheyBelongAndComeFrom() throws {
        let locator = WeightLocator(environment: ["I2VBENCH_CACHE": "/weights"], home: home)
        for (network, place, source) in [
            ("clip_vit_b32", "/weights/ViT-B-32.pt", "ViT-B-32.pt"),
            ("sd_text_encoder", "/weights/ConsistI2V/text_encoder/model.safetensors", "TIGER-Lab/ConsistI2V"),
            ("raft_things", "/weights/raft-things.pth", "models/raft-things.pth"),
        ] {
            let error = #expect(throws: CheckpointError.self) { try locator.weights(for: network, .official) }
            #expect(error?.exitCode == 69)
            let fetch = network == "sd_text_encoder" ? "consisti2v" : network
            for part in [network, place, source, "https://", "`i2vbench weights fetch \(fetch)`"] {
                #expect(error?.description.contains(part) == true)
            }
        }
        let unknown = #expect(throws: CheckpointError.self) { try locator.weights(for: "resnet", .official) }
        #expect(unknown?.description.contains("dino_vitb16") == true)
    }

    @Test func officialFilesAreFoundInTheCache() throws {
        let folder = try ScratchFolder()
        let locator = WeightLocator(environment: ["I2VBENCH_CACHE": folder.url.path], home: home)
        try place("ConsistI2V/unet/diffusion_pytorch_model.safetensors", in: folder)
        let weights = try locator.weights(for: "consisti2v_unet", .official)
        #expect(weights.identity.provenance == .official)
        #expect(weights.identity.name == "ConsistI2V/unet/diffusion_pytorch_model.safetensors")
        #expect(try weights.tensor("w", shape: [1]).values == [1])
    }

    @Test func theHubsCacheIsSearchedAfterOurOwn() throws {
        let folder = try ScratchFolder()
        let commit = String(repeating: "0123456789", count: 4)
        let environment = ["I2VBENCH_CACHE": folder.path("own"), "HF_HUB_CACHE": folder.path("hub")]
        let locator = WeightLocator(environment: environment, home: home)
        let model = "hub/models--TIGER-Lab--ConsistI2V"
        try place("\(model)/snapshots/\(commit)/unet/diffusion_pytorch_model.safetensors", in: folder)
        // A snapshot that no revision names is not the published one.
        let file = try OfficialFile.file(for: "consisti2v_unet")
        #expect(locator.officialFile(for: file) == nil)
        try FileManager.default.createDirectory(
            atPath: folder.path("\(model)/refs"), withIntermediateDirectories: true)
        try commit.write(toFile: folder.path("\(model)/refs/main"), atomically: true, encoding: .utf8)
        let onHub = try locator.weights(for: "consisti2v_unet", .official).identity
        #expect(onHub.name == "ConsistI2V/unet/diffusion_pytorch_model.safetensors")
        try place("own/ConsistI2V/unet/diffusion_pytorch_model.safetensors", in: folder)
        #expect(locator.officialFile(for: file)?.path.hasPrefix(folder.path("own")) == true)
        // The same bytes have one identity wherever they are kept.
        #expect(try locator.weights(for: "consisti2v_unet", .official).identity == onHub)
    }

    @Test func configurationsAreNotTakenFromAnotherComponent() throws {
        let folder = try ScratchFolder()
        let locator = WeightLocator(environment: ["I2VBENCH_CACHE": folder.url.path], home: home)
        try place("ConsistI2V/unet/diffusion_pytorch_model.safetensors", in: folder)
        try place("config.json", in: folder)
        for id in ["consisti2v_unet_config", "consisti2v_vae_config"] {
            let file = try #require(OfficialFile.all.first { $0.id == id })
            #expect(locator.officialFile(for: file) == nil)
        }
    }

    @Test(arguments: [
        ("unet/diffusion_pytorch_model.safetensors", "consisti2v_unet"),
        ("diffusion_pytorch_model.safetensors", "consisti2v_unet"),
        ("vae/diffusion_pytorch_model.bin", "sd_vae_decoder"),
        ("text_encoder/pytorch_model.bin", "sd_text_encoder"),
        ("amt-s.pth", "amt_s"),
        ("dino_vitbase16_pretrain.pth", "dino_vitb16"),
        ("weights-inception-2015-12-05-6726825d.pth", "inception_v3_fid"),
    ])
    func aFolderIsSearchedForTheFile(_ file: String, network: String) throws {
        let folder = try ScratchFolder()
        try place(file, in: folder)
        let locator = WeightLocator(environment: [:], home: home)
        #expect(try locator.resolve(folder.url.path, for: network) == folder.path(file))
        let weights = try locator.weights(for: network, .path(folder.url.path))
        #expect(weights.names == ["w"])
        // Component files are called alike whatever is in them, and a published hash is not this one.
        #expect(weights.identity.provenance == (network == "amt_s" ? .official : .custom))
    }

    @Test func pathsThatLeadNowhereAreUnavailable() throws {
        let folder = try ScratchFolder()
        let locator = WeightLocator(environment: [:], home: home)
        for path in [folder.url.path, folder.path("none.pth")] {
            let error = #expect(throws: CheckpointError.self) {
                try locator.weights(for: "amt_s", .path(path))
            }
            #expect(error?.exitCode == 69 && error?.description.contains(path) == true)
        }
    }

    @Test func demoWeightsAreSyntheticUntilThereAreTrainedOnes() throws {
        let folder = try ScratchFolder()
        let locator = WeightLocator(environment: [:], home: home, demoFolder: folder.url)
        #expect(try locator.weights(for: "clip_vit_b32", .demo).identity.provenance == .synthetic)
        try place("clip_vit_b32.safetensors", in: folder)
        #expect(try locator.weights(for: "clip_vit_b32", .demo).identity.provenance == .demo)
        #expect(
            try locator.weights(for: "clip_vit_b32", .synthetic(salt: "s")).identity.name == "synthetic:s")
    }

    @Test func theTableIsConsistent() {
        let networks = OfficialFile.all.flatMap(\.networks)
        #expect(Set(networks).count == networks.count)
        #expect(Set(OfficialFile.all.map(\.location)).count == OfficialFile.all.count)
        // A name on the command line stands for one thing.
        let ids = OfficialFile.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids).isDisjoint(with: OfficialFile.all.compactMap(\.collection)))
        for file in OfficialFile.all {
            #expect(file.url.hasPrefix("https://") && !file.licence.isEmpty && !file.citation.isEmpty)
            #expect(file.sha256.map { $0.wholeMatch(of: #/[0-9a-f]{64}/#) != nil } ?? true)
            #expect(file.mirrors.allSatisfy { $0.url.hasPrefix("https://") })
        }
    }
}
