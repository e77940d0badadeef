/// Parts of plans that are worked on apart.
enum SweepSchema {
    static let changes = """
        -- Which part of its plan's videos a store is for, and whether it has them; no row where it is for all.
        CREATE TABLE shard (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            position INTEGER NOT NULL,
            count INTEGER NOT NULL,
            finished TEXT,
            CHECK (position BETWEEN 1 AND count)
        ) STRICT;
        """
}
