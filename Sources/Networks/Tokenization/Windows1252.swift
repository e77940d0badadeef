/// What windows-1252 means by the bytes that Latin-1 leaves to control characters.
enum Windows1252 {
    /// The character that a C1 control U+0080–009F was meant to be; five of them have no other meaning.
    static func meaning(_ control: Unicode.Scalar) -> Unicode.Scalar {
        guard case 0x80...0x9F = control.value else { return control }
        return table[Int(control.value) - 0x80]
    }

    private static let table: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
