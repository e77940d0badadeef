import Checkpoints
import Foundation
import Hashing
import Media
import Tensor
import TestSupport
import Testing

@Suite("weights")
struct WeightsTests {
    private static let commit = "0123456789abcdef0123456789abcdef01234567"

    /// A hub that gives one small checkpoint as AMT's, when `isReady` says so.
    private func hub(_ bytes: [UInt8], isReady: @escaping @Sendable () -> Bool = { true }) throws
        -> LoopbackServer
    {
        let name = SHA256.hex(of: bytes)
        return try LoopbackServer { request in
            guard request.target.hasPrefix("/lalala125/AMT/resolve/") else { return .init(404) }
            var answer = LoopbackServer.Response.file(bytes, for: request, etag: name)
            answer.headers.append(("X-Repo-Commit", Self.commit))
            for _ in 0..<60_000 where request.method == "GET" && !isReady() { usleep(10_000) }
            return answer
        }
    }

    private func checkpoint(_ folder: ScratchFolder) throws -> [UInt8] {
        let path = folder.path("w.safetensors")
        try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([2], [1, 2]))], to: path)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func environment(_ folder: ScratchFolder, _ hub: LoopbackServer? = nil) -> [String: String] {
        [
            "HF_HOME": folder.path("hf"), "I2VBENCH_CACHE": folder.path("weights"), "HF_TOKEN": "",
            "HF_HUB_CACHE": "", "HF_HUB_OFFLINE": "", "TRANSFORMERS_OFFLINE": "", "I2VBENCH_MIRROR": "",
            "HF_ENDPOINT": hub?.address ?? "http://127.0.0.1:9",
        ]
    }

    @Test func theRegistryIsListed() throws {
        let json = try Tool.run(["weights", "list", "--json"])
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(rows.compactMap { $0["name"] as? String } == OfficialFile.all.map(\.id))
        for key in ["source", "revision", "size", "sha256", "licence", "citation", "location"] {
            #expect(rows.allSatisfy { $0[key] != nil }, "\(key) is missing")
        }
        let table = try Tool.run(["weights", "list"])
        #expect(table.status == 0 && table.output.contains("lalala125/AMT"))
        #expect(try Tool.run(["weights", "list", "--verbose"]).output.contains("citation: Teed and Deng"))
    }

    @Test func fetchVerifyExportImport() throws {
        let folder = try ScratchFolder()
        let bytes = try checkpoint(folder)
        let hub = try hub(bytes)
        let variables = environment(folder, hub)
        let fetched = try Tool.run(["weights", "fetch", "amt_s"], environment: variables)
        #expect(fetched.status == 0)
        #expect(fetched.errors.contains("CC BY-NC 4.0") && fetched.errors.contains("complete"))
        let path = fetched.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(path == folder.path("hf/hub/models--lalala125--AMT/snapshots/\(Self.commit)/amt-s.pth"))
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
        let status = try Tool.run(["weights", "status", "amt_s"], environment: variables)
        #expect(status.output.contains("present") && status.output.contains(path))
        #expect(try Tool.run(["doctor"], environment: variables).output.contains("found    amt_s: \(path)"))
        let verified = try Tool.run(["weights", "verify"], environment: variables)
        #expect(verified.status == 0 && verified.output.contains("as on the hub"))

        let bundle = folder.path("amt.tar")
        #expect(try Tool.run(["weights", "export", bundle], environment: variables).status == 0)
        let other = try ScratchFolder()
        var offline = environment(other)
        offline["HF_HUB_OFFLINE"] = "1"
        let imported = try Tool.run(["weights", "import", bundle, "--json"], environment: offline)
        #expect(imported.status == 0 && imported.output.contains("\"was_present\" : false"))
        #expect(try Tool.run(["weights", "fetch", "amt_s"], environment: offline).status == 0)
        #expect(try Tool.run(["weights", "verify", "amt_s"], environment: offline).status == 0)

        try Data(bytes.map { $0 ^ 1 }).write(to: URL(fileURLWithPath: path).resolvingSymlinksInPath())
        let wrong = try Tool.run(["weights", "verify", "--json"], environment: variables)
        #expect(wrong.status == 65 && wrong.output.contains("\"wrong\""))
        #expect(wrong.errors.contains("weights fetch --again amt_s"))
        #expect(try Tool.run(["weights", "fetch", "--again", "amt_s"], environment: variables).status == 0)
        #expect(try Tool.run(["weights", "verify"], environment: variables).status == 0)
    }

    @Test func twoProcessesFetchOnce() throws {
        let folder = try ScratchFolder()
        let logs = (0..<2).map { folder.path("errors\($0)") }
        let isAnnounced = { @Sendable in
            logs.contains { path in
                let bytes = FileManager.default.contents(atPath: path) ?? Data()
                return String(decoding: bytes, as: UTF8.self).contains("another process is fetching it")
            }
        }
        // Answers when the other one waits for the lock.
        let hub = try hub(try checkpoint(folder), isReady: isAnnounced)
        let variables = environment(folder, hub)
        let children = try logs.map {
            try RunningChild(
                [Tool.path, "weights", "fetch", "amt_s"], environment: variables, errors: $0)
        }
        for child in children { #expect(try child.wait() == 0) }
        #expect(hub.requests.filter { $0.method == "GET" }.count == 1 && isAnnounced())
    }

    @Test func failuresHaveTheirExitCodes() throws {
        let folder = try ScratchFolder()
        let hub = try hub(try checkpoint(folder))
        let variables = environment(folder, hub)
        let unknown = try Tool.run(["weights", "fetch", "amt_x"], environment: variables)
        #expect(unknown.status == 64 && unknown.errors.contains("amt_s"))
        #expect(try Tool.run(["weights", "fetch"], environment: variables).status == 64)
        let gone = try Tool.run(["weights", "fetch", "cotracker2"], environment: variables)
        #expect(gone.status == 69 && gone.errors.contains("404"))
        let partly = try Tool.run(["weights", "fetch", "cotracker2", "amt_s"], environment: variables)
        #expect(partly.status == 2)
        let absent = try Tool.run(["weights", "verify", "dino_vitb16"], environment: variables)
        #expect(absent.status == 69 && absent.errors.contains("weights fetch dino_vitb16"))
        var offline = variables
        offline["HF_HUB_OFFLINE"] = "1"
        let off = try Tool.run(["weights", "fetch", "viclip_l14"], environment: offline)
        #expect(off.status == 69 && off.errors.contains("HF_HUB_OFFLINE"))
        let nothing = try Tool.run(["weights", "import", folder.path("none.tar")], environment: variables)
        #expect(nothing.status == 65 && nothing.errors.contains("none.tar"))
    }

    @Test func interruptedDownloadsEndWith130AndGoOn() throws {
        let folder = try ScratchFolder()
        let bytes = try checkpoint(folder)
        let stalled = try LoopbackServer { request in
            var answer = LoopbackServer.Response.file(bytes, for: request, etag: SHA256.hex(of: bytes))
            answer.headers.append(("X-Repo-Commit", Self.commit))
            answer.ending = .stalled(after: 10)
            return answer
        }
        let child = try RunningChild(
            [Tool.path, "weights", "fetch", "amt_s"], environment: environment(folder, stalled),
            errors: folder.path("errors"))
        while try child.isRunning(), stalled.requests.count < 2 { usleep(20_000) }
        let partial = folder.path(
            "hf/hub/models--lalala125--AMT/blobs/\(SHA256.hex(of: bytes)).incomplete")
        while try child.isRunning(), FileManager.default.contents(atPath: partial)?.count != 10 {
            usleep(20_000)
        }
        try child.send(SIGINT)
        #expect(try child.wait() == 130)
        #expect(try String(contentsOfFile: folder.path("errors"), encoding: .utf8).contains("interrupted"))
        let hub = try hub(bytes)
        #expect(
            try Tool.run(["weights", "fetch", "amt_s"], environment: environment(folder, hub)).status == 0)
        #expect(hub.requests.last?.headers["range"] == "bytes=10-")
    }

    @Test func whoeverLacksWeightsIsToldTheCommand() throws {
        let folder = try ScratchFolder()
        let variables = environment(folder)
        let image = folder.path("image.png")
        try PNGWriter.write(
            RGBImage(width: 40, height: 30, pixels: [UInt8](repeating: 90, count: 3600)), to: image)
        let generate = try Tool.run(
            ["generate", "--image", image, "--prompt", "x", "-o", folder.path("o.mp4")],
            environment: variables)
        #expect(generate.status == 69)
        #expect(generate.errors.contains("i2vbench weights fetch consisti2v"))
    }
}
