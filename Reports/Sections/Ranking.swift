import Foundation

/// Finds the best and second-best cell of a column.
enum Ranking {
    /// Cells are compared as printed, so that equal-looking numbers are marked alike. Best needs two different
    /// numbers, second three cells with a number and a better one; ties share their mark.
    ///
    /// - Parameter texts: formatted numbers; nil for a cell that takes no part.
    static func emphasis(_ texts: [String?], direction: ReportContent.Direction) -> [Table.Emphasis] {
        let values = texts.map { $0.flatMap(Double.init) }
        let numbers = values.compactMap { $0 }
        let ordered = Set(numbers).sorted { direction == .higher ? $0 > $1 : $0 < $1 }
        guard direction != .neither, ordered.count > 1 else { return texts.map { _ in .none } }
        return values.map { value in
            if value == ordered[0] { return .best }
            return value == ordered[1] && numbers.count > 2 ? .second : .none
        }
    }

    static func arrow(_ direction: ReportContent.Direction) -> String {
        switch direction {
        case .higher: " ↑"
        case .lower: " ↓"
        case .neither: ""
        }
    }
}
