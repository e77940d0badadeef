import Checkpoints
import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Wrong answers")
struct RefusalTests {
    private static let bytes = (try? Payload.checkpoint(1000)) ?? []

    @Test func wrongBytesAreRefusedAndRemoved() throws {
        let machine = try Machine()
        var wrong = Self.bytes
        wrong[wrong.count - 1] ^= 1
        let server = try LoopbackServer { [wrong] in .file(wrong, for: $0, etag: "v1") }
        let expected = Payload.sha256(Self.bytes)
        let error = #expect(throws: DownloadError.self) {
            try machine.fetch(.web(server.address, sha256: expected))
        }
        #expect(error?.exitCode == 65)
        for part in [expected, Payload.sha256(wrong), server.address, "removed"] {
            #expect(error?.description.contains(part) == true)
        }
        #expect(machine.files.isEmpty)
    }

    @Test func aWrongSizeIsRefusedBeforeABodyIsRead() throws {
        let machine = try Machine()
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.web(server.address, size: 10)) }
        #expect(error?.description.contains("\(Self.bytes.count) bytes, expected 10") == true)
    }

    @Test func withoutAHashAFileOfAnotherKindIsRefused() throws {
        let machine = try Machine()
        let server = try LoopbackServer { _ in .init(200, body: Array("no such thing".utf8)) }
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.web(server.address)) }
        #expect(error?.exitCode == 65 && error?.description.contains("a checkpoint") == true)
        #expect(machine.files.isEmpty)
        let page = try LoopbackServer { _ in
            .init(200, [("Content-Type", "text/html; charset=utf-8")], body: Array("<html>".utf8))
        }
        let link = #expect(throws: DownloadError.self) { try machine.fetch(.web(page.address)) }
        #expect(link?.description.contains("web page") == true)
    }

    @Test(arguments: [(403, "HF_TOKEN"), (401, "HF_TOKEN"), (404, "no such file"), (418, "418")])
    func statusesAreExplained(_ status: Int, hint: String) throws {
        let machine = try Machine()
        let server = try LoopbackServer { _ in .init(status, body: Array("go away".utf8)) }
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.web(server.address)) }
        #expect(error?.exitCode == 69 && error?.description.contains(hint) == true)
        #expect(server.requests.count == 1)
    }

    @Test func theNextSourceIsTriedAndEveryFailureTold() throws {
        let machine = try Machine()
        let gone = try LoopbackServer { _ in .init(404) }
        let wrong = try LoopbackServer { .file(Self.bytes.map { $0 ^ 2 }, for: $0) }
        let right = try LoopbackServer { .file(Self.bytes, for: $0) }
        let file = OfficialFile.web(
            gone.address, sha256: Payload.sha256(Self.bytes),
            mirrors: [.web(wrong.address), .web(right.address)])
        var failures: [String] = []
        let fetched = try machine.fetch(file) {
            if case .failed(let source, _) = $0 { failures.append(source) }
        }
        #expect(failures == [gone.address, wrong.address] && fetched.source == right.address)
        let other = try Machine()
        let error = #expect(throws: DownloadError.self) {
            try other.fetch(
                .web(gone.address, sha256: Payload.sha256(Self.bytes), mirrors: [.web(wrong.address)]))
        }
        #expect(error?.description.contains(gone.address) == true)
        #expect(error?.description.contains("\(wrong.address): expected SHA-256") == true)
        #expect(other.files.isEmpty)
    }

    @Test func mirrorsOfTheUserComeFirst() throws {
        let mirror = try LoopbackServer { request in
            request.target == "/weights/probe.safetensors" ? .file(Self.bytes, for: request) : .init(404)
        }
        let machine = try Machine(["I2VBENCH_MIRROR": "\(mirror.address)/nowhere \(mirror.address)/weights/"])
        let publisher = try LoopbackServer { _ in .init(500) }
        let fetched = try machine.fetch(.web(publisher.address))
        #expect(fetched.source == mirror.address + "/weights/probe.safetensors")
        #expect(
            mirror.requests.map(\.target) == ["/nowhere/probe.safetensors", "/weights/probe.safetensors"])
        #expect(publisher.requests.isEmpty)
    }

    @Test func membersAreTakenOutOfArchives() throws {
        let machine = try Machine()
        let archive = ZipFixture.archive([("models/other", [1, 2]), ("models/w.safetensors", Self.bytes)])
        let server = try LoopbackServer { .file(archive, for: $0, etag: "zip") }
        let file = OfficialFile.web(
            server.address, sha256: Payload.sha256(Self.bytes), member: "models/w.safetensors")
        let fetched = try machine.fetch(file)
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: fetched.path))) == Self.bytes)
        #expect(machine.files == ["weights/.receipts/probe.json", "weights/probe.safetensors"])
        let empty = try Machine()
        let error = #expect(throws: DownloadError.self) {
            try empty.fetch(.web(server.address, member: "models/absent"))
        }
        #expect(error?.exitCode == 65 && error?.description.contains("models/other") == true)
        #expect(empty.files.isEmpty)
    }

    @Test func aFullDiskIsSaidAndWhatArrivedIsKept() throws {
        let machine = try Machine()
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        var settings = try machine.settings()
        settings.availableBytes = { _ in 100 }
        let before = #expect(throws: DownloadError.self) {
            try machine.fetch(.web(server.address), settings: settings)
        }
        #expect(before?.exitCode == 1 && before?.description.contains("no room") == true)
        #expect(before?.description.contains("100 B are free") == true)
        // A device that is full in the middle of writing.
        try FileManager.default.removeItem(atPath: machine.path("weights/probe.safetensors.incomplete"))
        try FileManager.default.createSymbolicLink(
            atPath: machine.path("weights/probe.safetensors.incomplete"), withDestinationPath: "/dev/full")
        let during = #expect(throws: DownloadError.self) { try machine.fetch(.web(server.address)) }
        #expect(during?.exitCode == 1 && during?.description.contains("no room") == true)
        #expect(!FileManager.default.fileExists(atPath: machine.path("weights/probe.safetensors")))
    }

    @Test func aCacheThatCannotBeWrittenIsSaid() throws {
        let machine = try Machine()
        _ = FileManager.default.createFile(atPath: machine.path("weights"), contents: Data())
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let error = #expect(throws: DownloadError.self) { try machine.fetch(.web(server.address)) }
        #expect(error?.exitCode == 1 && error?.description.contains("I2VBENCH_CACHE") == true)
        #expect(error?.description.contains(machine.path("weights")) == true && server.requests.isEmpty)
        let forbidden = try Machine(["I2VBENCH_CACHE": "/proc/i2vbench"])
        let refused = #expect(throws: DownloadError.self) { try forbidden.fetch(.web(server.address)) }
        #expect(refused?.exitCode == 1 && refused?.description.contains("/proc/i2vbench") == true)
    }
}
