internal import Foundation
internal import GRDB

extension Store {
    /// The feature at `address`, if it has been computed before. Its elements are little-endian in the file.
    public func feature(_ address: FeatureRecord.Address) throws -> FeatureRecord? {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT row_count, column_count, elements FROM feature
                    JOIN extractor ON extractor.id = feature.extractor
                    WHERE extractor.hash = ? AND preprocessing = ? AND kind = ? AND content_sha256 = ?
                    """,
                arguments: [
                    address.extractor, address.preprocessing, address.kind.rawValue, address.content,
                ])
            return row.map { row in
                let bytes: Data = row["elements"]
                let elements = bytes.withUnsafeBytes { buffer in
                    (0..<buffer.count / 4).map { index in
                        Float(
                            bitPattern: UInt32(
                                littleEndian: buffer.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                            ))
                    }
                }
                return FeatureRecord(
                    address: address, elements: elements, rows: row["row_count"], columns: row["column_count"]
                )
            }
        }
    }

    /// Which of `addresses` hold a feature.
    public func present(_ addresses: [FeatureRecord.Address]) throws -> Set<FeatureRecord.Address> {
        try read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT 1 FROM feature JOIN extractor ON extractor.id = feature.extractor
                    WHERE extractor.hash = ? AND preprocessing = ? AND kind = ? AND content_sha256 = ?
                    """)
            let found = try addresses.filter { address in
                try Int.fetchOne(
                    statement,
                    arguments: [
                        address.extractor, address.preprocessing, address.kind.rawValue, address.content,
                    ]) != nil
            }
            return Set(found)
        }
    }

    /// Keeps features that belong to no video of a run, such as those of reference videos.
    public func keep(_ features: [FeatureRecord], extractors: [ExtractorRecord]) throws {
        try write { database in
            for extractor in extractors { try Self.insert(extractor, in: database) }
            for feature in features { try Self.insert(feature, in: database) }
        }
    }

    /// Features held and the bytes of their elements.
    public func featureTotals() throws -> (count: Int, bytes: Int) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT count(*) AS n, coalesce(sum(length(elements)), 0) AS bytes FROM feature")
            return (row?["n"] ?? 0, row?["bytes"] ?? 0)
        }
    }

    static func insert(_ extractor: ExtractorRecord, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO extractor (hash, name, version, weights_name, weights_sha256, provenance,
                    arithmetic) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                extractor.hash, extractor.name, extractor.version, extractor.weightsName,
                extractor.weightsHash, extractor.provenance, extractor.arithmetic,
            ])
    }

    static func insert(_ feature: FeatureRecord, in database: Database) throws {
        var bytes = Data(capacity: 4 * feature.elements.count)
        for element in feature.elements {
            withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO feature (extractor, preprocessing, kind, content_sha256, row_count,
                    column_count, elements)
                VALUES ((SELECT id FROM extractor WHERE hash = ?), ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                feature.address.extractor, feature.address.preprocessing, feature.address.kind.rawValue,
                feature.address.content, feature.rows, feature.columns, bytes,
            ])
    }
}
