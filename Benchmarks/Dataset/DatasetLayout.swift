/// How a public data set lies on disk: reads its annotations and finds its files.
protocol DatasetLayout: Sendable {
    /// What `dataset.layout` in a `suite.yaml` calls it.
    static var id: String { get }

    /// - Parameter dataset: the same as in the definition, which validation has made sure of.
    ///
    /// Throws: `SuiteError` naming file, line, and the nearest known names.
    func index(
        _ definition: SuiteDefinition, _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> DatasetIndex
}

/// Every layout that a suite can name.
enum DatasetLayoutRegistry {
    static let all: [any DatasetLayout] = [
        UCF101Layout(),
        MSRVTTLayout(),
        I2VBenchLayout(),
        VBenchI2VLayout(),
    ]

    static func layout(_ id: String) -> any DatasetLayout {
        guard let found = all.first(where: { type(of: $0).id == id }) else {
            preconditionFailure("suite definitions are validated, found the layout “\(id)”")
        }
        return found
    }
}

extension DatasetLayout {
    /// The folder that holds the files. Throws: `SuiteError.layout` naming the folders that may.
    func mediaFolder(_ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder) throws -> String {
        guard let found = folder.folder(anyOf: dataset.media) else {
            throw SuiteError.layout(
                folder: folder.root,
                expected: "a folder with the files: \(dataset.media.joined(separator: " or "))",
                found: Self.contents(of: folder), homepage: dataset.homepage)
        }
        return found
    }

    /// An annotation file by one of its names. Throws: `SuiteError.layout` when none is there.
    func annotation(
        anyOf names: [String], _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> String {
        guard let path = folder.match(anyOf: names).path else {
            throw SuiteError.layout(
                folder: folder.root, expected: "the annotations \(names.joined(separator: " or "))",
                found: Self.contents(of: folder), homepage: dataset.homepage)
        }
        return path
    }

    /// The topmost names of a folder, for errors.
    private static func contents(of folder: DatasetFolder) -> [String] {
        var names: [String] = []
        for file in folder.files {
            let parts = file.split(separator: "/", maxSplits: 1)
            let name = parts.count > 1 ? "\(parts[0])/" : String(parts[0])
            if names.last != name { names.append(name) }
        }
        return names
    }

    /// A category by the name in an annotation. Throws: `SuiteError.unknownName` with the nearest names.
    func category(
        _ name: String, _ definition: SuiteDefinition, file: String, line: Int
    ) throws -> String {
        guard let category = definition.category(named: name) else {
            throw SuiteError.unknownName(
                file: file, line: line, kind: "category", name: name,
                nearest: NearestNames.nearest(to: name, in: definition.categories.map(\.id)))
        }
        return category.id
    }
}
