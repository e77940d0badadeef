import Checkpoints
import Downloads
import Foundation
import TestSupport
import Testing

@Suite("Checking files on this machine")
struct VerificationTests {
    private static let bytes = (try? Payload.checkpoint(1000)) ?? []

    private func verify(_ file: OfficialFile, _ machine: Machine) throws -> WeightVerification {
        try WeightVerification(file, locator: machine.locator)
    }

    private func flip(_ path: String) throws {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: url)
    }

    @Test func filesAreComparedWithThePublishedHash() throws {
        let machine = try Machine()
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let file = OfficialFile.web(server.address, sha256: Payload.sha256(Self.bytes))
        let path = try machine.fetch(file).path
        #expect(try verify(file, machine).verdict == .published)
        try flip(path)
        let wrong = try verify(file, machine)
        #expect(wrong.verdict == .wrong && wrong.problem?.contains(Payload.sha256(Self.bytes)) == true)
        #expect(try !machine.fetch(file, again: true).wasPresent)
        #expect(try verify(file, machine).verdict == .published)
    }

    @Test func withoutAPublishedHashTheOneOfTheFetchCounts() throws {
        let machine = try Machine()
        let server = try LoopbackServer { .file(Self.bytes, for: $0) }
        let file = OfficialFile.web(server.address)
        let path = try machine.fetch(file).path
        #expect(try verify(file, machine).verdict == .asFetched)
        try flip(path)
        #expect(try verify(file, machine).problem?.contains("noted when it was fetched") == true)
        // A copy that somebody put there by hand has no note.
        let other = try Machine()
        try FileManager.default.createDirectory(
            atPath: other.path("weights"), withIntermediateDirectories: true)
        try Data(Self.bytes).write(to: URL(fileURLWithPath: other.path("weights/probe.safetensors")))
        #expect(try verify(file, other).verdict == .unknown)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: other.path("weights/probe.safetensors")))
        #expect(try verify(file, other).verdict == .wrong)
    }

    @Test func namesOnTheHubAreHashes() throws {
        let hub = try FakeHub(
            small: ["a.json": Array("{}\n".utf8)], large: ["w.safetensors": Self.bytes])
        let machine = try Machine(["HF_ENDPOINT": hub.server.address])
        for file in [OfficialFile.hub("a.json"), .hub("w.safetensors")] {
            let path = try machine.fetch(file).path
            #expect(try verify(file, machine).verdict == .hub)
            try flip(path)
            #expect(try verify(file, machine).verdict == .wrong)
            _ = try machine.fetch(file, again: true)
            #expect(try verify(file, machine).verdict == .hub)
        }
    }

    @Test func absentFilesNameTheCommand() throws {
        let machine = try Machine()
        let error = #expect(throws: DownloadError.self) { try verify(.hub("a.json"), machine) }
        #expect(error?.exitCode == 69)
        #expect(error?.description.contains("i2vbench weights fetch hub_a_json") == true)
        let status = WeightStatus(.hub("a.json"), locator: machine.locator)
        #expect(status.state == .absent && status.path == machine.path("hf/hub/models--Lab--Model"))
    }
}
