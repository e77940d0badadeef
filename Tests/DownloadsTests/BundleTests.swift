import Checkpoints
import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Bundles for machines without a network")
struct BundleTests {
    private static let weights = (try? Payload.checkpoint(3000)) ?? []
    private static let large = (try? Payload.checkpoint(900, seed: 4)) ?? []
    private static let config = Array(#"{"a": 1}"#.utf8)

    private static let hubFiles = [OfficialFile.hub("unet/w.safetensors"), .hub("unet/config.json")]

    /// A machine on which everything was fetched, and the registry that names it.
    private func source() throws -> (Machine, [OfficialFile]) {
        let hub = try FakeHub(
            small: ["unet/config.json": Self.config], large: ["unet/w.safetensors": Self.large])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let web = try LoopbackServer { .file(Self.weights, for: $0) }
        let files = [OfficialFile.web(web.address)] + Self.hubFiles
        for file in files { _ = try machine.fetch(file) }
        return (machine, files)
    }

    private func importer(_ machine: Machine, _ files: [OfficialFile]) -> WeightImport {
        WeightImport(locator: machine.locator, registry: files)
    }

    @Test(arguments: ["bundle.tar", "bundle"])
    func whatIsExportedArrives(_ name: String) throws {
        let (machine, files) = try source()
        let bundle = machine.path(name)
        let bytes = try WeightExport(locator: machine.locator).write(files, to: bundle)
        #expect(bytes == Self.weights.count + Self.large.count + Self.config.count)
        let target = try Machine(["HF_HUB_OFFLINE": "1"])
        let imported = try importer(target, files).read(bundle)
        #expect(imported.map(\.id) == files.map(\.id) && imported.allSatisfy { !$0.wasPresent })
        let isCache = { (path: String) in path.hasPrefix("hf/") || path.hasPrefix("weights/") }
        #expect(target.files == machine.files.filter(isCache))
        for file in files { #expect(try target.fetch(file).wasPresent) }
        let found = try #require(target.locator.officialFile(for: files[1])).path
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: found))) == Self.large)
        #expect(try importer(target, files).read(bundle).allSatisfy(\.wasPresent))
    }

    @Test func aFolderServesAsWeightsAndAsMirror() throws {
        let (machine, files) = try source()
        let bundle = machine.path("export")
        _ = try WeightExport(locator: machine.locator).write(files, to: bundle)
        let sums = try ChildProcess.run(
            ["/bin/sh", "-c", "cd \"$1\" && sha256sum --check --strict SHA256SUMS", "sh", bundle])
        #expect(sums.status == 0 && sums.output.contains("Model/unet/w.safetensors: OK"))
        let mirror = try LoopbackServer { request in
            guard let bytes = FileManager.default.contents(atPath: bundle + request.target) else {
                return .init(404)
            }
            return .file([UInt8](bytes), for: request)
        }
        let target = try Machine(["I2VBENCH_MIRROR": mirror.address, "HF_ENDPOINT": "http://127.0.0.1:9"])
        for file in files { #expect(try target.fetch(file).source?.hasPrefix(mirror.address) == true) }
        #expect(target.files.contains("weights/Model/unet/config.json"))
    }

    @Test func tarReadsAndWritesTheSameArchives() throws {
        let (machine, files) = try source()
        let bundle = machine.path("bundle.tar")
        _ = try WeightExport(locator: machine.locator).write(files, to: bundle)
        let unpacked = machine.path("unpacked")
        try FileManager.default.createDirectory(atPath: unpacked, withIntermediateDirectories: true)
        #expect(try ChildProcess.run(["/bin/tar", "-xf", bundle, "-C", unpacked]).status == 0)
        #expect(
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: unpacked + "/probe.safetensors")))
                == Self.weights)
        let again = machine.path("again.tar")
        #expect(try ChildProcess.run(["/bin/tar", "-cf", again, "-C", unpacked, "."]).status == 0)
        let target = try Machine()
        #expect(try importer(target, files).read(again).count == 3)
        let packed = machine.path("again.tar.gz")
        #expect(try ChildProcess.run(["/bin/tar", "-czf", packed, "-C", unpacked, "."]).status == 0)
        let error = #expect(throws: DownloadError.self) { try importer(target, files).read(packed) }
        #expect(error?.exitCode == 65 && error?.description.contains("gunzip") == true)
    }

    @Test func damagedBundlesLeaveNothingBehind() throws {
        let (machine, files) = try source()
        let bundle = machine.path("bundle.tar")
        _ = try WeightExport(locator: machine.locator).write(files, to: bundle)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bundle))
        func refusal(_ damaged: Data) throws -> (String, [String]) {
            let target = try Machine()
            let path = target.path("damaged.tar")
            try damaged.write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: DownloadError.self) { try importer(target, files).read(path) }
            #expect(error?.exitCode == 65 && error?.description.contains(path) == true)
            return (error?.description ?? "", target.files.filter { $0 != "damaged.tar" })
        }
        var flipped = bytes
        flipped[512 + 100] ^= 1
        let (reason, left) = try refusal(flipped)
        #expect(reason.contains(Payload.sha256(Self.weights)) && left.isEmpty)
        #expect(try refusal(bytes.prefix(2000)).0.contains("beginning of probe.safetensors"))
        #expect(try refusal(bytes.prefix(bytes.count - 1024)).0.contains("end too early"))
        var header = bytes
        header[0] ^= 1
        #expect(try refusal(header).0.contains("checksum"))
        #expect(try refusal(Data("hello".utf8)).0.contains("end too early"))
    }

    @Test(arguments: [
        ("probe.safetensors", "../../evil", "paths inside the bundle"),
        ("probe.safetensors", "/etc/evil", "paths inside the bundle"),
        (#""id" : "probe""#, #""id" : "unheard_of""#, "registry"),
        (#""version" : 1"#, #""version" : 99"#, "version 99"),
        (#""sha256" : ""#, #""sha256" : "0"#, "SHA-256"),
        (#""files""#, #""things""#, "manifest"),
    ])
    func manifestsAreNotTrusted(_ text: String, replacement: String, reason: String) throws {
        let (machine, files) = try source()
        let bundle = machine.path("bundle")
        _ = try WeightExport(locator: machine.locator).write([files[0]], to: bundle)
        let path = bundle + "/manifest.json"
        let manifest = try String(contentsOfFile: path, encoding: .utf8)
        #expect(manifest.contains(text))
        try manifest.replacing(text, with: replacement).write(toFile: path, atomically: true, encoding: .utf8)
        let target = try Machine()
        let error = #expect(throws: DownloadError.self) { try importer(target, files).read(bundle) }
        #expect(error?.exitCode == 65 && error?.description.contains(reason) == true)
        #expect(target.files.isEmpty)
    }

    @Test func theRegistrysHashIsAskedToo() throws {
        let (machine, files) = try source()
        let bundle = machine.path("bundle.tar")
        _ = try WeightExport(locator: machine.locator).write([files[0]], to: bundle)
        let target = try Machine()
        let published = OfficialFile.web("https://example.com", sha256: Payload.sha256(Self.large))
        let error = #expect(throws: DownloadError.self) { try importer(target, [published]).read(bundle) }
        #expect(error?.description.contains(Payload.sha256(Self.large)) == true && target.files.isEmpty)
    }

    @Test func exportsSayWhatIsMissingAndOverwriteNothing() throws {
        let (machine, files) = try source()
        let export = WeightExport(locator: machine.locator)
        let absent = OfficialFile.hub("absent.json")
        let error = #expect(throws: DownloadError.self) {
            try export.write(files + [absent], to: machine.path("x.tar"))
        }
        #expect(error?.exitCode == 69 && error?.description.contains(absent.id) == true)
        #expect(!FileManager.default.fileExists(atPath: machine.path("x.tar")))
        _ = try export.write(files, to: machine.path("x.tar"))
        let twice = #expect(throws: DownloadError.self) { try export.write(files, to: machine.path("x.tar")) }
        #expect(twice?.exitCode == 1 && twice?.description.contains("already") == true)
    }
}
