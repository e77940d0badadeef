import Foundation
import TestSupport
import Testing

/// The modules from the bottom up. A module may depend on what stands before it, never on what stands after.
private let layers = [
    ["COpenBLAS", "CFFTW3f", "CLibAV", "CZlib", "COpenSSL", "CJPEG", "CCurl"],
    ["CImageIO", "CKernels"],
    ["Tensor", "Hashing"],
    ["Media", "Checkpoints", "Statistics", "KernelCases"],
    ["Networks", "Downloads", "Store", "Benchmarks"],
    ["Generators", "Metrics", "Reports"],
    ["Runner"],
    ["i2vbench", "i2vbench-benchmark"],
]

struct ArchitectureTests {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Target name and the package's own targets it depends on, as `swift package dump-package` would list them.
    func targets() throws -> [String: [String]] {
        let manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let pattern =
            #/(?:module|executableTarget|target)\(\s*(?:name: )?"([^"]+)"(.*?)(?=\n        (?:\.|module\(|tests\(|\]))/#
            .dotMatchesNewlines()
        var result: [String: [String]] = [:]
        let body = manifest.components(separatedBy: "targets: [").dropFirst(2).joined(separator: "targets: [")
        for match in body.matches(of: pattern) {
            let withoutProducts = String(match.2).replacing(#/\.product\([^)]*\)/#, with: "")
                .replacing(#/(?:path|exclude|resources|name): *(?:"[^"]*"|\[[^\]]*\])/#, with: "")
            result[String(match.1)] = withoutProducts.matches(of: #/"([A-Za-z0-9-]+)"/#).map { String($0.1) }
        }
        return result
    }

    @Test func dependenciesPointDownwards() throws {
        let level = Dictionary(
            uniqueKeysWithValues: layers.enumerated().flatMap { row in row.1.map { ($0, row.0) } })
        let targets = try targets()
        #expect(targets.count > 10)
        for (name, dependencies) in targets where name != "TestSupport" {
            let own = try #require(level[name], "\(name) has no place in the layers")
            for dependency in dependencies {
                let below = try #require(
                    level[dependency], "\(name) depends on \(dependency), which has no place")
                #expect(below < own, "\(name) must not depend on \(dependency)")
            }
        }
        for name in ["Tensor", "Media", "Networks", "Runner"] {
            #expect(targets[name]?.isEmpty == false, "\(name) was not found in Package.swift")
        }
    }

    func files(_ folders: [String], _ endings: [String]) -> [URL] {
        folders.flatMap { folder -> [URL] in
            let base = root.appendingPathComponent(folder)
            let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
            return (found?.compactMap { $0 as? URL } ?? []).filter { endings.contains($0.pathExtension) }
        }
    }

    @Test func filesStaySmall() throws {
        let sources = files(["Sources", "Metrics", "Benchmarks", "Reports", "Tests"], ["swift", "c", "h"])
        #expect(sources.count > 50)
        for file in sources {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(
                lines.count <= 500, "\(file.lastPathComponent) has \(lines.count) lines: probably two ideas")
        }
    }

    @Test func everyMetricHasACard() throws {
        let metrics = root.appendingPathComponent("Metrics")
        let folders = try FileManager.default.contentsOfDirectory(
            at: metrics, includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .filter { $0.lastPathComponent != "Features" }
        for folder in folders {
            let card = folder.appendingPathComponent("README.md").path
            #expect(
                FileManager.default.fileExists(atPath: card), "\(folder.lastPathComponent) has no README.md")
        }
    }

    @Test func productCodeStandsAlone() throws {
        let product = files(
            ["Sources", "Metrics", "Benchmarks", "Reports"], ["swift", "c", "h", "py", "md", "yaml"])
        for file in product {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in ["../shared", "SharedParity", "TODO", "FIXME"] {
                #expect(!text.contains(word), "\(file.lastPathComponent) mentions \(word)")
            }
        }
    }
}
