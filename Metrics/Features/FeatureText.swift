import Tensor

/// Lines of text as features: one row for each frame, its UTF-8 bytes one a column, zero after the end.
public enum FeatureText {
    public static func encode(_ lines: [String]) -> Tensor {
        let bytes = lines.map { Array($0.utf8) }
        let width = max(1, bytes.map(\.count).max() ?? 1)
        let rows = Tensor([lines.count, width], filledWith: 0)
        for (row, line) in bytes.enumerated() {
            for (column, byte) in line.enumerated() { rows.pointer[row * width + column] = Float(byte) }
        }
        return rows
    }

    public static func decode(_ rows: Tensor) -> [String] {
        let width = rows.width
        return rows.withElements { elements in
            (0..<rows.rows).map { row in
                let bytes = elements[row * width..<(row + 1) * width].prefix { $0 != 0 }
                return String(decoding: bytes.map { UInt8(clamping: Int($0)) }, as: UTF8.self)
            }
        }
    }
}
