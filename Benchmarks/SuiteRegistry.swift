import Foundation
import Media

/// Every suite that can be named on the command line: one folder in `Benchmarks/Suites` each.
public struct SuiteRegistry: Sendable {
    /// The folder that holds a folder per suite.
    public let root: String
    /// Sorted by id.
    public let definitions: [SuiteDefinition]
    private let decoder: MediaDecoder

    /// Reads every `suite.yaml` below `root`; without `root`, the suites that come with the program.
    public init(root: String? = nil, decoder: MediaDecoder = MediaDecoder()) throws {
        let folder = root ?? Bundle.module.bundleURL.appendingPathComponent("Suites").path
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw SuiteError.unreadable(file: folder, reason: error.localizedDescription)
        }
        self.root = folder
        self.decoder = decoder
        definitions = try names.compactMap { name in
            let file = "\(folder)/\(name)/suite.yaml"
            guard FileManager.default.fileExists(atPath: file) else { return nil }
            let definition = try SuiteDefinition(file: file)
            guard definition.id == name else {
                throw SuiteError.definition(
                    file: file, reason: "`id`: expected the folder's name “\(name)”, found “\(definition.id)”"
                )
            }
            return definition
        }
    }

    /// The suite of an id. Throws: `SuiteError.unknownSuite`.
    public func definition(_ id: String) throws -> SuiteDefinition {
        guard let definition = definitions.first(where: { $0.id == id }) else {
            throw SuiteError.unknownSuite(id: id, known: definitions.map(\.id))
        }
        return definition
    }

    /// Where the files of a suite lie.
    public func folder(of definition: SuiteDefinition) -> String { "\(root)/\(definition.id)" }

    /// Opens a suite.
    ///
    /// - Parameter files: the user's manifest or folder, for the suites that ask for one.
    ///
    /// Throws: `SuiteError` when the id is unknown, files are missing or given in vain, or they cannot be used.
    public func suite(_ id: String, files: String? = nil) throws -> any Suite {
        let definition = try definition(id)
        switch definition.source {
        case .user:
            guard let files else { throw SuiteError.needsData(suite: id) }
            return try FolderSuite(definition: definition, path: files, decoder: decoder)
        case .procedural:
            if let files { throw SuiteError.takesNoData(suite: id, path: files) }
            return try DemoSuite(definition: definition)
        case .dataset:
            guard let files else {
                throw SuiteError.needsDataset(suite: id, homepage: definition.dataset?.homepage ?? "")
            }
            return try DatasetSuite(
                definition: definition, data: files, suiteFolder: folder(of: definition), decoder: decoder)
        case .manifest:
            if let files { throw SuiteError.takesNoData(suite: id, path: files) }
            return try FolderSuite(
                definition: definition, path: "\(root)/\(id)/\(definition.manifest ?? "")", decoder: decoder)
        }
    }

    /// Finished videos as a suite with the protocol of `folder`; see `VideoSet`.
    ///
    /// Throws: `SuiteError`.
    public func videos(
        _ paths: [String], prompts: String? = nil, images: String? = nil
    ) throws -> FolderSuite {
        guard var definition = definitions.first(where: { $0.source == .user }) else {
            throw SuiteError.unknownSuite(id: "folder", known: definitions.map(\.id))
        }
        definition.id = "videos"
        definition.title = "Scored videos"
        let set = try VideoSet(paths: paths, prompts: prompts, images: images)
        return FolderSuite(definition: definition, samples: set.samples, decoder: decoder)
    }
}
