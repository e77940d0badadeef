import Foundation
import Store
import Testing

@Suite("Schema")
struct SchemaTests {
    @Test("The schema is the documented one")
    func golden() throws {
        let scratch = try Scratch()
        let found = try Store(path: scratch.store).schema()
        let golden = try #require(Bundle.module.url(forResource: "Fixtures/schema", withExtension: "sql"))
        #expect(found == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test("Every table is strict and the file says whose it is")
    func pragmas() throws {
        let scratch = try Scratch()
        let store = try Store(path: scratch.store)
        #expect(try store.rows("PRAGMA application_id") == ["1228035650"])
        #expect(try store.rows("PRAGMA user_version") == ["5"])
        #expect(try store.rows("PRAGMA journal_mode") == ["\"wal\""])
        #expect(try store.rows("PRAGMA foreign_keys") == ["1"])
        let loose = try store.rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' "
                + "AND name NOT LIKE 'grdb_%'")
        #expect(loose.isEmpty)
    }

    @Test("Opening twice changes nothing")
    func reopening() throws {
        let scratch = try Scratch()
        let first = try Store(path: scratch.store)
        _ = try first.register(exampleRequest())
        let before = try first.rows("SELECT * FROM video")
        try first.close()
        #expect(try Store(path: scratch.store).rows("SELECT * FROM video") == before)
    }
}
