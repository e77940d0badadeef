// swift-tools-version:6.2
import Foundation
import PackageDescription

// Continuous integration sets this so that a warning fails the build; a newer compiler's new warnings
// must not break anyone else's.
let strict = Context.environment["I2VBENCH_STRICT"] == "1"

let settings: [SwiftSetting] =
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
    + (strict ? [.treatAllWarnings(as: .error)] : [])

/// Documentation that lives beside the sources it describes.
func cards(in folder: String) -> [String] {
    let root = Context.packageDirectory + "/" + folder
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.hasSuffix(".md") }.sorted()
}

func module(
    _ name: String, path: String? = nil, _ dependencies: [Target.Dependency],
    exclude: [String] = [], resources: [Resource] = []
) -> Target {
    let folder = path ?? "Sources/\(name)"
    return .target(
        name: name, dependencies: dependencies, path: folder,
        exclude: exclude
            + cards(in: folder).filter { card in !exclude.contains { card.hasPrefix($0 + "/") } },
        resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], resources: resources,
        swiftSettings: settings)
}

let package = Package(
    name: "i2vbench",
    products: [.executable(name: "i2vbench", targets: ["i2vbench"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenBLAS", path: "Sources/COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CFFTW3f", path: "Sources/CFFTW3f", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]
        ),
        .systemLibrary(
            name: "CLibAV", path: "Sources/CLibAV", pkgConfig: "libavformat",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libswscale-dev"])]),
        .systemLibrary(
            name: "CJPEG", path: "Sources/CJPEG", pkgConfig: "libjpeg",
            providers: [.apt(["libjpeg62-turbo-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CKernels", path: "Sources/CKernels"),
        .target(name: "CImageIO", dependencies: ["CLibAV", "CJPEG"], path: "Sources/CImageIO"),

        .systemLibrary(
            name: "COpenSSL", path: "Sources/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),

        module("Tensor", ["CKernels"]),
        module("KernelCases", ["Tensor"]),
        module("Hashing", ["COpenSSL"]),
        module("Media", ["Tensor", "CImageIO", "CLibAV", "CZlib"]),
        module("Checkpoints", ["Tensor", "Hashing", "CZlib"]),
        module("Downloads", ["Checkpoints", "Hashing", "Tensor", "CCurl"]),
        module("Statistics", ["COpenBLAS", "Tensor"]),
        module("Networks", ["Tensor", "Media", "Checkpoints", "CZlib"], resources: [.copy("Resources")]),
        module(
            "Generators", ["Networks", "Tensor", "Media", "Checkpoints", "Hashing", "CFFTW3f"],
            exclude: ["Pictures"], resources: [.copy("Resources")]),
        module(
            "Metrics", path: "Metrics",
            ["Networks", "Statistics", "Tensor", "Media", "Checkpoints", "Hashing"],
            resources: [.copy("Features/Resources")]),
        module(
            "Benchmarks", path: "Benchmarks",
            ["Media", "Tensor", "Hashing", .product(name: "Yams", package: "Yams")],
            exclude: ["Performance"], resources: [.copy("Suites")]),
        module("Store", [.product(name: "GRDB", package: "GRDB.swift")]),
        module(
            "Reports", path: "Reports", ["Statistics"], exclude: ["Pictures"],
            resources: [
                .embedInCode("Published/published-results.json"), .embedInCode("Gallery/gallery.js"),
                .embedInCode("Gallery/page.css"),
            ]),
        module(
            "Runner",
            [
                "Benchmarks", "Generators", "Metrics", "Networks", "Checkpoints", "Media", "Tensor",
                "Hashing", "Store", "CKernels", "CLibAV", "COpenSSL", "CZlib",
                "Reports", "Statistics", .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "i2vbench",
            dependencies: [
                "Runner", "Reports", "Store", "Benchmarks", "Metrics", "Generators", "Networks",
                "Checkpoints", "Downloads", "Statistics",
                "Media", "Tensor", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/i2vbench", swiftSettings: settings),
        .executableTarget(
            name: "i2vbench-benchmark",
            dependencies: [
                "KernelCases", "Generators", "Networks", "Checkpoints", "Media", "Statistics", "Tensor",
                "CKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks/Performance",
            exclude: [
                "compare_score.py", "compare_torch.py", "requirements.txt", "requirements-libraries.txt",
                "torch_reference",
            ],
            swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["Tensor", "Checkpoints", "Store"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("TensorTests", ["KernelCases", "Tensor", "CKernels", "Hashing"]),
        tests("MediaTests", ["Media", "Tensor", "Hashing"], resources: [.copy("Fixtures")]),
        tests("CheckpointsTests", ["Checkpoints", "Hashing", "Tensor"], resources: [.copy("Fixtures")]),
        tests("DownloadsTests", ["Downloads", "Checkpoints", "Hashing", "Tensor"]),
        tests(
            "StatisticsTests", ["Statistics", "Checkpoints", "Tensor"], resources: [.copy("Fixtures")]),
        tests(
            "NetworksTests", ["Networks", "Tensor", "Media", "Checkpoints"], resources: [.copy("Fixtures")]),
        tests(
            "GeneratorsTests", ["Generators", "Networks", "Tensor", "Media", "Checkpoints", "Benchmarks"],
            resources: [.copy("Fixtures")]),
        tests(
            "MetricsTests", ["Metrics", "Networks", "Statistics", "Tensor", "Media", "Checkpoints"],
            resources: [.copy("Fixtures")]),
        tests("BenchmarksTests", ["Benchmarks", "Media", "Hashing", "Tensor"]),
        tests(
            "StoreTests", ["Store", .product(name: "GRDB", package: "GRDB.swift")],
            resources: [.copy("Fixtures")]),
        tests("ReportsTests", ["Reports", "Statistics"], resources: [.copy("Fixtures")]),
        tests(
            "RunnerTests",
            [
                "Runner", "Reports", "Statistics", "Store", "Benchmarks", "Generators", "Metrics", "Media",
                "Checkpoints",
            ]),
        tests(
            "CommandLineTests",
            [
                "i2vbench", "Store", "Media", "Networks", "Checkpoints", "Downloads", "Hashing", "Tensor",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests("ArchitectureTests", []),
    ],
    swiftLanguageModes: [.v6]
)
