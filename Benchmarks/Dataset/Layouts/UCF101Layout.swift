import Foundation

/// UCF-101 as it is released: `UCF-101/<Class>/v_<Class>_gNN_cNN.avi` and the lists of `ucfTrainTestlist`.
///
/// The annotations are `classInd.txt` (number and class a line) and lists of clips (`<Class>/<clip>.avi`, in
/// training lists followed by the number of the class). Copies of the lists differ in the case of one class
/// (`HandstandPushups`); files are found whatever their case.
///
/// Source: https://www.crcv.ucf.edu/data/UCF101.php
struct UCF101Layout: DatasetLayout {
    static let id = "ucf-101"
    private static let classFile = "classInd.txt"

    func index(
        _ definition: SuiteDefinition, _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> DatasetIndex {
        let media = try mediaFolder(dataset, in: folder)
        let files = try dataset.annotations.map { try annotation(anyOf: [$0], dataset, in: folder) }
        let isClassFile = { (path: String) in
            (path as NSString).lastPathComponent.lowercased() == Self.classFile.lowercased()
        }
        guard let classes = files.first(where: isClassFile) else {
            throw SuiteError.definition(
                file: definition.id, reason: "`dataset.annotations`: expected a \(Self.classFile) among them")
        }
        let numbers = try classNumbers(folder.absolute(classes), definition)
        var entries: [DatasetEntry] = []
        for file in files where !isClassFile(file) {
            let list = folder.absolute(file)
            var lines: [String: [Int]] = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, [0]) })
            for line in try TextLines.read(list) {
                let entry = try entry(line, list, numbers, definition, media: media, folder)
                guard lines[entry.id] != [0] else {
                    throw SuiteError.badField(
                        file: list, line: line.number, column: "clip", expected: "clips of no other list",
                        found: "\(entry.id) again")
                }
                lines[entry.id, default: []].append(line.number)
                entries.append(entry)
            }
            try DatasetIndex.requireUnique(lines, file: list)
        }
        return DatasetIndex(entries: entries, mediaFolder: media, annotationFiles: files)
    }

    /// Category ids and their numbers.
    private func classNumbers(_ file: String, _ definition: SuiteDefinition) throws -> [String: Int] {
        var numbers: [String: Int] = [:]
        for line in try TextLines.read(file) {
            guard line.words.count == 2, let number = Int(line.words[0]) else {
                throw SuiteError.syntax(
                    file: file, line: line.number,
                    reason: "expected a number and a class, found “\(line.text)”")
            }
            let name = try category(line.words[1], definition, file: file, line: line.number)
            guard numbers.updateValue(number, forKey: name) == nil else {
                throw SuiteError.syntax(
                    file: file, line: line.number, reason: "the class \(name) occurs twice")
            }
        }
        return numbers
    }

    private func entry(
        _ line: TextLines.Line, _ list: String, _ numbers: [String: Int], _ definition: SuiteDefinition,
        media: String, _ folder: DatasetFolder
    ) throws -> DatasetEntry {
        let parts = line.words[0].split(separator: "/").map(String.init)
        guard line.words.count <= 2, parts.count == 2, FileKind(path: parts[1]) == .video else {
            throw SuiteError.syntax(
                file: list, line: line.number,
                reason: "expected Class/v_Class_gNN_cNN.avi, found “\(line.text)”")
        }
        let category = try category(parts[0], definition, file: list, line: line.number)
        guard let number = numbers[category] else {
            throw SuiteError.unknownName(
                file: list, line: line.number, kind: "class of \(Self.classFile)", name: parts[0],
                nearest: NearestNames.nearest(to: parts[0], in: numbers.keys.sorted()))
        }
        if line.words.count == 2, Int(line.words[1]) != number {
            throw SuiteError.badField(
                file: list, line: line.number, column: "class number", expected: "\(number) for \(parts[0])",
                found: line.words[1])
        }
        let file = "\(media)/\(line.words[0])"
        return DatasetEntry(
            id: (parts[1] as NSString).deletingPathExtension, category: category, file: file,
            match: folder.match(file), prompts: [])
    }
}

/// Lines of words, as UCF-101's lists are made of; line ends may be CR LF.
enum TextLines {
    struct Line {
        var number: Int
        var text: String
        var words: [String]
    }

    /// Blank lines do not count. Throws: `SuiteError.unreadable`, `.empty`.
    static func read(_ file: String) throws -> [Line] {
        let lines = try ManifestText.read(file).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated().compactMap { index, text -> Line? in
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            return words.isEmpty ? nil : Line(number: index + 1, text: String(text), words: words)
        }
        guard !lines.isEmpty else { throw SuiteError.empty(file: file, expected: "at least one line") }
        return lines
    }
}
