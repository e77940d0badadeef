import Checkpoints
import Foundation
import Generators
import Testing

/// The published model in the cache that Python shares.
@Suite struct HubModelTests {
    @Test func theModelOpensFromTheHubsCache() throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("hub \(UUID())")
        defer { try? FileManager.default.removeItem(at: home) }
        let configuration = try ConsistI2VModel.demoConfiguration()
        let source = try SyntheticModelFolder(
            home.path + "/source", configuration, shapes: SyntheticModelFolder.shapes(of: configuration))
        let locator = WeightLocator(environment: [:], home: home)
        let commit = String(repeating: "ab", count: 20)
        var reference: URL?
        for file in OfficialFile.all {
            guard file.collection == "consisti2v", case .hub(let hubFile) = file.origin else { continue }
            let bytes = URL(fileURLWithPath: source.path + "/" + hubFile.path)
            guard FileManager.default.fileExists(atPath: bytes.path) else { continue }
            // Every file is a link to bytes that are called by their hash.
            let (blob, link) = (
                locator.hub.blob(hubFile, etag: UUID().uuidString),
                locator.hub.snapshot(hubFile, commit: commit)
            )
            for place in [blob, link] {
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            try FileManager.default.moveItem(at: bytes, to: blob)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: blob)
            reference = locator.hub.reference(hubFile)
        }
        let main = try #require(reference)
        try FileManager.default.createDirectory(
            at: main.deletingLastPathComponent(), withIntermediateDirectories: true)
        try commit.write(to: main, atomically: true, encoding: .utf8)
        let model = try ConsistI2VModel.open(.official, size: .full, locator: locator)
        #expect(model.configuration == configuration)
        #expect(
            model.weights.map(\.name).sorted() == [
                "ConsistI2V/text_encoder/model.safetensors",
                "ConsistI2V/unet/diffusion_pytorch_model.safetensors",
                "ConsistI2V/vae/diffusion_pytorch_model.safetensors",
            ])
    }
}
