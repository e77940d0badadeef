import Checkpoints
import Downloads
import Foundation
import Hashing
import Synchronization
import TestSupport
import Testing

@Suite("The hub's cache")
struct HubLayoutTests {
    private static let weights = (try? Payload.checkpoint(1000)) ?? []
    private static let config = Array(#"{"act_fn": "silu"}"#.utf8)

    @Test func filesLieAsPythonPutsThem() throws {
        let hub = try FakeHub(
            small: ["unet/config.json": Self.config], large: ["unet/w.safetensors": Self.weights])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let large = try machine.fetch(.hub("unet/w.safetensors"))
        let small = try machine.fetch(.hub("unet/config.json"))
        let (sha256, blob) = (Payload.sha256(Self.weights), FakeHub.gitBlob(Self.config))
        let repository = "hf/hub/models--Lab--Model"
        #expect(
            machine.files
                == [
                    "\(repository)/blobs/\(sha256)", "\(repository)/blobs/\(blob)", "\(repository)/refs/main",
                    "\(repository)/snapshots/\(FakeHub.commit)/unet/config.json -> ../../../blobs/\(blob)",
                    "\(repository)/snapshots/\(FakeHub.commit)/unet/w.safetensors -> ../../../blobs/\(sha256)",
                ].sorted())
        #expect(
            try String(contentsOfFile: machine.path("\(repository)/refs/main"), encoding: .utf8)
                == FakeHub.commit)
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: large.path))) == Self.weights)
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: small.path))) == Self.config)
        #expect(machine.tree().contains("hf/hub/.locks/models--Lab--Model/\(sha256).lock"))
    }

    @Test func gitNamesBlobsThisWay() throws {
        // `printf 'hello\n' | git hash-object --stdin`
        #expect(FakeHub.gitBlob(Array("hello\n".utf8)) == "ce013625030ba8dba906f756967f9e9ca394464a")
        #expect(FakeHub.gitBlob([]) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    }

    @Test func whatIsHereNeedsNoRequest() throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.weights])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let file = OfficialFile.hub("w.safetensors")
        let first = try machine.fetch(file)
        let count = hub.server.requests.count
        let second = try machine.fetch(file)
        #expect(!first.wasPresent && second.wasPresent && second.path == first.path)
        #expect(hub.server.requests.count == count)
        machine.environment["HF_HUB_OFFLINE"] = "1"
        #expect(try machine.fetch(file).wasPresent)
    }

    @Test(arguments: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
    func offlineMeansNoRequestAtAll(_ variable: String) throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.weights])
        let machine = try Machine([
            "HF_ENDPOINT": hub.server.address, variable: "yes", "I2VBENCH_MIRROR": hub.server.address,
        ])
        for file in [OfficialFile.hub("w.safetensors"), .web(hub.server.address)] {
            let error = #expect(throws: DownloadError.self) { try machine.fetch(file) }
            #expect(error?.exitCode == 69 && error?.description.contains(variable) == true)
            #expect(error?.description.contains("i2vbench weights import") == true)
        }
        #expect(hub.server.requests.isEmpty && hub.storage.requests.isEmpty)
    }

    @Test func bytesThatPythonFetchedAreOnlyLinked() throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.weights])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let blobs = machine.path("hf/hub/models--Lab--Model/blobs")
        try FileManager.default.createDirectory(atPath: blobs, withIntermediateDirectories: true)
        let blob = URL(fileURLWithPath: "\(blobs)/\(Payload.sha256(Self.weights))")
        try Data(Self.weights).write(to: blob)
        #expect(try machine.fetch(.hub("w.safetensors")).wasPresent)
        #expect(hub.storage.requests.isEmpty && hub.server.requests.map(\.method) == ["HEAD"])
    }

    @Test func brokenDownloadsGoOnInTheBlob() throws {
        let bytes = try Payload.checkpoint(300_000)
        let hub = try FakeHub(large: ["w.safetensors": bytes])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let blobs = machine.path("hf/hub/models--Lab--Model/blobs")
        try FileManager.default.createDirectory(atPath: blobs, withIntermediateDirectories: true)
        let partial = URL(fileURLWithPath: "\(blobs)/\(Payload.sha256(bytes)).incomplete")
        try Data(bytes.prefix(400_000)).write(to: partial)
        #expect(try machine.fetch(.hub("w.safetensors")).sha256 == Payload.sha256(bytes))
        #expect(hub.storage.requests.map { $0.headers["range"] } == ["bytes=400000-"])
        #expect(!FileManager.default.fileExists(atPath: partial.path))
        // A beginning of something else is found out and thrown away.
        let other = try Machine(["HF_ENDPOINT": hub.server.address])
        let place = other.path("hf/hub/models--Lab--Model/blobs")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let junk = URL(fileURLWithPath: "\(place)/\(Payload.sha256(bytes)).incomplete")
        try Data([9, 9, 9]).write(to: junk)
        let error = #expect(throws: DownloadError.self) { try other.fetch(.hub("w.safetensors")) }
        #expect(error?.exitCode == 65 && !FileManager.default.fileExists(atPath: junk.path))
        #expect(try other.fetch(.hub("w.safetensors")).sha256 == Payload.sha256(bytes))
    }

    @Test func aFolderThatAPersonBeganIsCompleted() throws {
        let hub = try FakeHub(
            small: ["unet/config.json": Self.config], large: ["unet/w.safetensors": Self.weights])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let own = machine.path("weights/Model/unet")
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        try Data(Self.weights).write(to: URL(fileURLWithPath: own + "/w.safetensors"))
        let config = OfficialFile.hub("unet/config.json")
        for file in [OfficialFile.hub("unet/w.safetensors"), config] { _ = try machine.fetch(file) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: own + "/config.json")) == Data(Self.config))
        #expect(machine.locator.officialFile(for: config)?.path == own + "/config.json")
        #expect(try WeightVerification(config, locator: machine.locator).verdict == .hub)
        #expect(hub.storage.requests.isEmpty)
    }

    @Test func spacesAndRevisionsHaveTheirOwnFolders() throws {
        let hub = try FakeHub(small: ["a.json": Self.config], prefix: "/spaces/Lab/Model")
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        let fetched = try machine.fetch(.hub("a.json", kind: .space, revision: "v2"))
        #expect(fetched.path.contains("spaces--Lab--Model/snapshots/\(FakeHub.commit)/a.json"))
        #expect(machine.files.contains("hf/hub/spaces--Lab--Model/refs/v2"))
        #expect(hub.server.requests.map(\.target).first == "/spaces/Lab/Model/resolve/v2/a.json")
    }

    @Test func gatedModelsNameTheToken() throws {
        let hub = try FakeHub(large: ["w.safetensors": Self.weights], token: "right")
        for (environment, hint) in [([:], "HF_TOKEN"), (["HF_TOKEN": "wrong"], "terms")] {
            let machine = try Machine(["HF_ENDPOINT": hub.server.address].merging(environment) { $1 })
            let error = #expect(throws: DownloadError.self) { try machine.fetch(.hub("w.safetensors")) }
            #expect(error?.exitCode == 69 && error?.description.contains("403") == true)
            #expect(error?.description.contains(hint) == true)
            #expect(error?.description.contains("wrong") == false)
        }
    }

    @Test func aServerThatIsNoHubIsSaid() throws {
        let server = try LoopbackServer { _ in .init(200, [("ETag", "\"abc\"")], body: [1, 2, 3]) }
        let machine = try Machine(["HF_ENDPOINT": server.address])
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.hub("w.safetensors")) }
        #expect(error?.description.contains("HF_ENDPOINT") == true && machine.files.isEmpty)
        let hostile = try LoopbackServer { _ in
            .init(200, [("X-Repo-Commit", FakeHub.commit), ("ETag", "\"../../../x\"")], body: [1])
        }
        machine.environment["HF_ENDPOINT"] = hostile.address
        let refused = #expect(throws: DownloadError.self) { try machine.fetch(.hub("w.safetensors")) }
        #expect(refused?.description.contains("ETag") == true && machine.files.isEmpty)
    }

    @Test func twoAtOnceFetchOnce() throws {
        let bytes = try Payload.checkpoint(200_000)
        let waits = Atomic(0)
        // Answers when the other one waits for the lock.
        let web = try LoopbackServer { request in
            for _ in 0..<60_000 where waits.load(ordering: .relaxed) == 0 { usleep(10_000) }
            return .file(bytes, for: request)
        }
        let machine = try Machine()
        let (locator, settings) = (machine.locator, try machine.settings())
        let outcomes = Mutex<[FetchedFile]>([])
        let finished = DispatchSemaphore(value: 0)
        for _ in 0..<2 {
            Thread.detachNewThread {
                let fetcher = WeightFetcher(
                    locator: locator, settings: settings,
                    report: { if $0 == .waiting { waits.add(1, ordering: .relaxed) } })
                if let fetched = try? fetcher.fetch(.web(web.address)) {
                    outcomes.withLock { $0.append(fetched) }
                }
                finished.signal()
            }
        }
        for _ in 0..<2 { finished.wait() }
        #expect(outcomes.withLock { $0 }.map(\.wasPresent).filter { !$0 }.count == 1)
        #expect(outcomes.withLock { $0 }.count == 2 && web.requests.count == 1)
        #expect(waits.load(ordering: .relaxed) == 1)
    }
}
