import Checkpoints
import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Broken downloads")
struct ResumeTests {
    private static let bytes = (try? Payload.checkpoint(500_000)) ?? []

    private func expectComplete(_ machine: Machine, _ fetched: FetchedFile) throws {
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: fetched.path))) == Self.bytes)
        #expect(machine.files == ["weights/.receipts/probe.json", "weights/probe.safetensors"])
    }

    @Test(arguments: [1, 700_000, 1_999_999])
    func aDroppedConnectionIsTakenUpWhereItBroke(_ length: Int) throws {
        let machine = try Machine()
        let script = Script([
            { request in
                var answer = LoopbackServer.Response.file(Self.bytes, for: request, etag: "v1")
                answer.ending = .dropped(after: length)
                return answer
            },
            { .file(Self.bytes, for: $0, etag: "v1") },
        ])
        let server = try LoopbackServer(script.answer)
        let fetched = try machine.fetch(.web(server.address + "/w"))
        try expectComplete(machine, fetched)
        #expect(fetched.sha256 == Payload.sha256(Self.bytes) && !fetched.wasPresent)
        #expect(server.requests.count == 2 && server.requests[0].headers["range"] == nil)
        #expect(server.requests[1].headers["range"] == "bytes=\(length)-")
        #expect(server.requests[1].headers["if-range"] == "\"v1\"")
    }

    @Test func resetsAndStallsAreTakenUpToo() throws {
        let machine = try Machine()
        let script = Script([
            { request in
                var answer = LoopbackServer.Response.file(Self.bytes, for: request, etag: "v1")
                answer.ending = .reset(after: 900_000)
                return answer
            },
            { request in
                var answer = LoopbackServer.Response.file(Self.bytes, for: request, etag: "v1")
                answer.ending = .stalled(after: 100_000)
                return answer
            },
            { .file(Self.bytes, for: $0, etag: "v1") },
        ])
        let server = try LoopbackServer(script.answer)
        var reasons: [String] = []
        let fetched = try machine.fetch(.web(server.address)) {
            if case .retrying(let reason, _) = $0 { reasons.append(reason) }
        }
        try expectComplete(machine, fetched)
        #expect(reasons.count == 2 && reasons.last?.contains("stood still") == true)
    }

    @Test func aServerWithoutRangesStartsFromTheBeginning() throws {
        let machine = try Machine()
        let script = Script([
            { _ in
                var answer = LoopbackServer.Response(200, [("ETag", "\"v1\"")], body: Self.bytes)
                answer.ending = .dropped(after: 1_000_000)
                return answer
            },
            { _ in .init(200, [("ETag", "\"v1\"")], body: Self.bytes) },
        ])
        let server = try LoopbackServer(script.answer)
        try expectComplete(machine, try machine.fetch(.web(server.address)))
        #expect(server.requests.count == 2)
    }

    @Test func aFileThatChangesInBetweenIsFetchedWhole() throws {
        let machine = try Machine()
        let older = try Payload.checkpoint(500_000, seed: 9)
        let script = Script([
            { request in
                var answer = LoopbackServer.Response.file(older, for: request, etag: "v1")
                answer.ending = .dropped(after: 1_000_000)
                return answer
            },
            { .file(Self.bytes, for: $0, etag: "v2") },
        ])
        let server = try LoopbackServer(script.answer)
        try expectComplete(machine, try machine.fetch(.web(server.address)))
        #expect(server.requests.last?.headers["if-range"] == "\"v1\"")
    }

    @Test func aLaterProcessGoesOn() throws {
        let machine = try Machine()
        let broken = try LoopbackServer { request in
            var answer = LoopbackServer.Response.file(Self.bytes, for: request, etag: "v1")
            answer.ending = .dropped(after: 0)
            if request.headers["range"] == nil { answer.ending = .dropped(after: 800_000) }
            return answer
        }
        let file = OfficialFile.web(broken.address, sha256: Payload.sha256(Self.bytes))
        let error = #expect(throws: DownloadError.self) { try machine.fetch(file) }
        #expect(error?.exitCode == 69 && error?.description.contains("broke off") == true)
        // Five attempts in a row without a byte.
        #expect(broken.requests.count == 6)
        #expect(WeightStatus(file, locator: machine.locator).state == .incomplete)
        #expect(WeightStatus(file, locator: machine.locator).size == 800_000)
        #expect(!FileManager.default.fileExists(atPath: machine.path("weights/probe.safetensors")))
        // A hash is known, so even another server may go on with what is there.
        let whole = try LoopbackServer { .file(Self.bytes, for: $0, etag: "other") }
        try expectComplete(
            machine, try machine.fetch(.web(whole.address, sha256: Payload.sha256(Self.bytes))))
        #expect(whole.requests.map { $0.headers["range"] } == ["bytes=800000-"])
    }

    @Test func withoutAHashAnotherServerStartsAgain() throws {
        let machine = try Machine()
        try FileManager.default.createDirectory(
            atPath: machine.path("weights"), withIntermediateDirectories: true)
        try Data([1, 2, 3]).write(
            to: URL(fileURLWithPath: machine.path("weights/probe.safetensors.incomplete")))
        let server = try LoopbackServer { .file(Self.bytes, for: $0, etag: "v1") }
        try expectComplete(machine, try machine.fetch(.web(server.address)))
        #expect(server.requests.map { $0.headers["range"] } == [nil])
    }

    @Test func aCompletePartialFileNeedsNoByteMore() throws {
        let machine = try Machine()
        try FileManager.default.createDirectory(
            atPath: machine.path("weights"), withIntermediateDirectories: true)
        try Data(Self.bytes).write(
            to: URL(fileURLWithPath: machine.path("weights/probe.safetensors.incomplete")))
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let file = OfficialFile.web(server.address, sha256: Payload.sha256(Self.bytes))
        try expectComplete(machine, try machine.fetch(file))
        #expect(server.requests.map { $0.headers["range"] } == ["bytes=\(Self.bytes.count)-"])
    }

    @Test func aBusyServerIsAskedAgainAfterThePauseItWants() throws {
        let machine = try Machine()
        let script = Script([
            { _ in .init(503, [("Retry-After", "0")]) }, { _ in .init(429) },
            { .file(Self.bytes, for: $0) },
        ])
        let server = try LoopbackServer(script.answer)
        var pauses: [Double] = []
        let fetched = try machine.fetch(.web(server.address)) {
            if case .retrying(_, let seconds) = $0 { pauses.append(seconds) }
        }
        try expectComplete(machine, fetched)
        #expect(pauses.count == 2 && pauses[0] == 0 && pauses[1] > 0)
    }

    @Test func aChunkedBodyThatEndsEarlyIsNotTakenForTheWhole() throws {
        let machine = try Machine()
        let script = Script([
            { _ in
                var answer = LoopbackServer.Response(200, body: Self.bytes)
                answer.announcesLength = false
                answer.ending = .dropped(after: 1_000_000)
                return answer
            },
            { _ in
                var answer = LoopbackServer.Response(200, body: Self.bytes)
                answer.announcesLength = false
                return answer
            },
        ])
        let server = try LoopbackServer(script.answer)
        try expectComplete(machine, try machine.fetch(.web(server.address)))
    }

    @Test func cancellingKeepsWhatHasArrived() throws {
        let machine = try Machine()
        let server = try LoopbackServer { request in
            var answer = LoopbackServer.Response.file(Self.bytes, for: request, etag: "v1")
            answer.ending = .stalled(after: 600_000)
            return answer
        }
        var arrived = 0
        let fetcher = WeightFetcher(
            locator: machine.locator, settings: try machine.settings(), isCancelled: { arrived >= 600_000 },
            report: { if case .received(let bytes, _) = $0 { arrived = bytes } })
        let file = OfficialFile.web(server.address)
        #expect(throws: CancellationError.self) { try fetcher.fetch(file) }
        #expect(WeightStatus(file, locator: machine.locator).size == 600_000)
    }

    @Test func aServerThatIsNotThereIsNotAskedForLong() throws {
        let machine = try Machine()
        let address = try LoopbackServer { _ in .init(200) }.address
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.web(address)) }
        #expect(error?.exitCode == 69 && error?.description.contains("no connection") == true)
        #expect(error?.description.contains(machine.path("weights/probe.safetensors")) == true)
    }
}
