extension SuiteError {
    /// The texts of errors about data sets on disk and videos of other systems.
    var datasetDescription: String {
        switch self {
        case .needsDataset(let suite, let homepage):
            "the suite “\(suite)” needs its data set (\(homepage)): give the folder, or a list that `i2vbench suite prepare`"
                + " froze, with --data"
        case .layout(let folder, let expected, let found, let homepage):
            "\(folder): expected \(expected), found \(Self.list(Array(found.prefix(12))))"
                + (found.count > 12 ? " and \(found.count - 12) more" : "")
                + "; give the folder that holds the release (\(homepage)) as it was unpacked"
        case .unknownName(let file, let line, let kind, let name, let nearest):
            "\(file):\(line): there is no \(kind) “\(name)”"
                + (nearest.isEmpty
                    ? "" : "; is \(nearest.map { "“\($0)”" }.joined(separator: " or ")) meant?")
        case .incomplete(let suite, let data, let samples, let findings):
            "\(data): \(findings.count) of the \(samples) samples of “\(suite)” cannot be used:\n"
                + findings.prefix(20).map { finding in
                    "  \(finding.kind.title): \(finding.path)"
                        + (finding.detail.isEmpty ? "" : " (\(finding.detail))")
                }.joined(separator: "\n") + (findings.count > 20 ? "\n  and \(findings.count - 20) more" : "")
                + "\n`i2vbench suite check \(suite) --data …` looks through the whole data set"
        case .tooFewEntries(let suite, let data, let expected, let found):
            "\(data): the suite “\(suite)” draws \(expected) samples, but the annotations name \(found) entries; get the "
                + "whole release, or freeze a smaller draw with `i2vbench suite prepare \(suite) --count N` and use that list"
        case .otherSuite(let file, let expected, let found):
            "\(file): expected samples of “\(expected)”, found a list of “\(found)”"
        case .notADataset(let suite):
            "the suite “\(suite)” is not drawn from a public data set; `suite check` and `suite prepare` are for those"
                + " that are (`i2vbench list suites` names them)"
        case .alreadyFrozen(let file):
            "\(file): is a frozen list already; give the data folder"
        case .unwritable(let file, let reason):
            "\(file): cannot be written (\(reason)); check the permissions and the free space"
        case .unknownProtocol(let id, let known):
            "no protocol is called “\(id)”; \(Self.suggestion(NearestNames.nearest(to: id, in: known)))there are "
                + (["native"] + known).joined(separator: ", ")
        case .tooShort(let file, let expected, let found):
            "\(file): expected at least \(expected) frames, found \(found); generate a longer video"
        case .sameSample(let folder, let id, let files):
            "\(folder): \(files.joined(separator: " and ")) both stand for the same video of “\(id)”; keep one, or tell"
                + " them apart by index (`-0`, `-1`, …)"
        case .badSystemName(let name):
            "“\(name)”: expected a name that can be a file's, without “/” and “,” and not beginning with “.”"
        default: preconditionFailure("the other cases have their texts beside them")
        }
    }

    static func suggestion(_ nearest: [String]) -> String {
        nearest.isEmpty ? "" : "did you mean \(nearest.joined(separator: " or "))? "
    }
}
