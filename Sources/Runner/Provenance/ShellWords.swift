/// A command line as words, read and written as a POSIX shell does.
public struct ShellWords: Sendable, Equatable {
    public var words: [String]

    public init(_ words: [String]) { self.words = words }

    /// - Returns: nil for quotes that do not end.
    public init?(parsing text: String) {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                // Inside double quotes a backslash stands for itself before most characters.
                let isKept = quote == "\"" && !"$`\"\\\n".contains(character)
                word = (word ?? "") + (isKept ? "\\" : "") + String(character)
                isEscaped = false
            } else if quote == "'" {
                if character == "'" { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\\" {
                isEscaped = true
                word = word ?? ""
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let word { words.append(word) }
        self.words = words
    }

    /// With quotes where a shell needs them.
    public var text: String { words.map(Self.quoted).joined(separator: " ") }

    /// One word so that a shell reads it back.
    public static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_./=,:@%+".unicodeScalars.contains(scalar)
            }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return isPlain ? word : "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// The value of the last `--name value` or `--name=value`.
    public func value(of option: String) -> String? {
        var found: String?
        for (place, word) in words.enumerated() {
            if word == option, place + 1 < words.count { found = words[place + 1] }
            if word.hasPrefix(option + "=") { found = String(word.dropFirst(option.count + 1)) }
        }
        return found
    }

    /// Takes an option and its value out wherever they stand.
    public mutating func remove(_ option: String) {
        var kept: [String] = []
        var skips = false
        for word in words {
            if skips {
                skips = false
            } else if word == option {
                skips = true
            } else if !word.hasPrefix(option + "=") {
                kept.append(word)
            }
        }
        words = kept
    }

    /// Gives an option one value, at the end.
    public mutating func set(_ option: String, to value: String) {
        remove(option)
        words += [option, value]
    }
}
