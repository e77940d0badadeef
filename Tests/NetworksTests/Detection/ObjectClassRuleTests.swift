import Networks
import Testing

@Suite struct ObjectClassRuleTests {
    private struct Case: Decodable {
        let key: String
        let frames: [[String]]
        let success: Int
    }

    @Test func successesAreThoseOfTheReference() throws {
        let cases = try fixture("object_class.json", as: [Case].self)
        #expect(cases.count == 5)
        for item in cases {
            #expect(
                ObjectClassRule.successes(of: item.key, frames: item.frames) == item.success, "\(item.key)")
        }
    }

    @Test func namesAreComparedByCodePoint() {
        #expect(ObjectClassRule.successes(of: "caf\u{E9}", frames: [["cafe\u{301}"], ["caf\u{E9}"]]) == 1)
    }
}
