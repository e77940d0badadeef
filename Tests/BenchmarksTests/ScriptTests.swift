import Foundation
import TestSupport
import Testing

/// The shell scripts that carry the two commands.
@Suite(.serialized) struct ScriptTests {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func script(_ name: String) -> String { root.appendingPathComponent(name).path }

    @Test(arguments: [
        "scripts/setup.sh", "scripts/demo.sh", "scripts/check-report.sh", ".ci/run",
    ])
    func syntaxIsValid(name: String) throws {
        #expect(FileManager.default.isExecutableFile(atPath: script(name)))
        let result = try ChildProcess.run(["/bin/bash", "-n", script(name)])
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Programs of our own in front of the real ones.
    private func toolbox(_ programs: [String: String]) throws -> (TemporaryFolder, [String: String]) {
        let folder = try TemporaryFolder()
        for (name, body) in programs {
            // Written by a process of its own: a child that another test starts meanwhile would inherit the open file,
            // and a file that is open for writing cannot be run.
            let source = try folder.write("#!/bin/bash\n\(body)\n", to: name + ".source")
            let made = try ChildProcess.run([
                "/usr/bin/install", "-m", "755", source, "\(folder.path)/\(name)",
            ])
            try #require(made.status == 0, "\(made.errors)")
        }
        // Nothing else may be found, such as a Swift in /usr/bin.
        for name in ["bash", "cat", "dirname", "env", "head", "sed"] {
            let path = ["/usr/bin", "/bin"].map { "\($0)/\(name)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(name)", withDestinationPath: #require(path))
        }
        return (folder, ["PATH": folder.path, "LOG": folder.path + "/log"])
    }

    private let swift63 = "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'"

    /// With everything there, neither the network nor root is needed.
    @Test func setUpLeavesACompleteMachineAlone() throws {
        let (folder, environment) = try toolbox([
            "swift": swift63, "dpkg-query": "echo installed", "apt-get": "echo \"$@\" >> \"$LOG\"",
            "sudo": "echo sudo >> \"$LOG\"",
        ])
        let result = try ChildProcess.run(
            ["/bin/bash", script("scripts/setup.sh")], environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/log"))
    }

    /// Exactly the missing packages are installed, by name.
    @Test func setUpInstallsWhatIsMissing() throws {
        let (folder, environment) = try toolbox([
            "swift": swift63,
            "dpkg-query": #"[[ "$*" == *libfftw3-dev* && ! -e "$LOG" ]] && exit 1; echo installed"#,
            "apt-get": #"echo "$@" >> "$LOG""#, "sudo": "exec \"$@\"",
        ])
        let result = try ChildProcess.run(
            ["/bin/bash", script("scripts/setup.sh")], environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        let log = try String(contentsOfFile: folder.path + "/log", encoding: .utf8)
        #expect(log == "install --yes --no-install-recommends libfftw3-dev\n")
    }

    @Test func setUpRefusesAnOldSwift() throws {
        for (swift, found) in [
            ("echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'", "5.10"), ("true", "no version"),
        ] {
            let (folder, environment) = try toolbox(["swift": swift, "dpkg-query": "echo installed"])
            let result = try ChildProcess.run(
                ["/bin/bash", script("scripts/setup.sh")], environment: environment)
            #expect(result.status == 1)
            #expect(result.errors.contains(found), "\(result.errors)")
            withExtendedLifetime(folder) {}
        }
        let (folder, environment) = try toolbox(["dpkg-query": "echo installed"])
        let result = try ChildProcess.run(
            ["/bin/bash", script("scripts/setup.sh")], environment: environment)
        #expect(result.status == 1 && result.errors.contains("swiftly"), "\(result.errors)")
        withExtendedLifetime(folder) {}
    }

    @Test func setUpSaysWhatStaysMissing() throws {
        let (folder, environment) = try toolbox([
            "swift": swift63, "dpkg-query": "exit 1", "apt-get": "exit 0", "sudo": "exec \"$@\"",
        ])
        let result = try ChildProcess.run(
            ["/bin/bash", script("scripts/setup.sh")], environment: environment)
        #expect(result.status == 1 && result.errors.contains("still missing"), "\(result.errors)")
        withExtendedLifetime(folder) {}
    }

    /// The check that continuous integration makes of a report accepts a complete one and nothing less.
    @Test func reportCheck() throws {
        let folder = try TemporaryFolder()
        let row = "| ✓ | ✓ | ✓ | 1 |\n"
        let head = "# Demo (synthetic weights)\nN = 32\n![a](a.png)\n![b](b.svg)\n![c](c.svg)\n\n"
        let table = "| F.I. | T.Cond. | S.Cond. | x |\n|:-:|:-:|:-:|---|\n"
        let report = try folder.write(
            head + table + row + row + row + row + "\nend\n", to: "report.md")
        try folder.write("{}", to: "report.json")
        try folder.write(String(repeating: "1,2\n", count: 40), to: "scores.csv")
        try folder.image("a.png")
        try folder.write("<svg></svg>", to: "b.svg")
        try folder.write("<svg></svg>", to: "c.svg")
        func check() throws -> ChildProcess {
            try ChildProcess.run(["/bin/bash", script("scripts/check-report.sh"), report])
        }
        #expect(try check().status == 0)

        try folder.write(head + table + row + row + row + "\nend\n", to: "report.md")
        #expect(try check().errors.contains("3 rows, expected 4"))
        try folder.write("<svg>", to: "c.svg")
        #expect(try check().errors.contains("c.svg is no complete SVG"))
        try folder.write("PNG", to: "a.png")
        #expect(try check().errors.contains("a.png is no complete PNG"))
        try FileManager.default.removeItem(atPath: folder.path + "/scores.csv")
        let missing = try check()
        #expect(missing.status == 1 && missing.errors.contains("scores.csv is missing"))
    }
}
