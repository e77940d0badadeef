import Checkpoints
import Foundation
import TestSupport
import Testing

/// Damaged files end in an error or, where the damage does not show, in tensors; never in a crash.
@Suite("Damaged files")
struct FuzzTests {
    private static func files() throws -> [String] {
        let fixtures = try (Fixtures.names() + Fixtures.names(in: "hostile")).map { try Fixtures.path($0) }
        guard SharedParity.isAvailable else { return fixtures }
        let goldens = try ["checkpoints", "checkpoint_formats", "checkpoints/bad"].flatMap { folder in
            let path = SharedParity.path("parity/" + folder)
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                .filter { !$0.hasSuffix(".json") && $0 != "bad" }.map { "\(path)/\($0)" }
        }
        return fixtures + goldens
    }

    /// Reads everything; answers whether that ended well.
    private func survives(_ bytes: Data, _ path: String) throws -> Bool {
        try bytes.write(to: URL(fileURLWithPath: path))
        do {
            _ = try readEverything(path)
            return true
        } catch is CheckpointError {
            return false
        }
    }

    @Test func everyTruncationIsAnError() throws {
        let folder = try ScratchFolder(inMemory: true)
        var (count, loaded) = (0, 0)
        for file in try Self.files() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let isSound = try survives(bytes, folder.path("whole"))
            for length in stride(from: 0, to: bytes.count, by: 64) {
                count += 1
                guard try survives(bytes.prefix(length), folder.path("cut")) else { continue }
                loaded += 1
                if isSound { Issue.record("\(file) cut to \(length) bytes still loads") }
            }
        }
        #expect(count > 300 && loaded < count / 100)
    }

    @Test func randomDamageNeverCrashes() throws {
        let folder = try ScratchFolder(inMemory: true)
        var state: UInt64 = 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let replacements: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
        for file in try Self.files() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            guard !bytes.isEmpty else { continue }
            for round in 0..<100 {
                var damaged = bytes
                for _ in 0...random(4) {
                    let place = random(damaged.count)
                    damaged[place] =
                        round.isMultiple(of: 2)
                        ? damaged[place] ^ UInt8(1 << random(8)) : replacements[random(5)]
                }
                _ = try survives(damaged, folder.path("damaged"))
            }
        }
    }
}
