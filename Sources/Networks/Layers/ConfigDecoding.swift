extension KeyedDecodingContainer {
    /// Replaces `value`, which holds the published model's, when the configuration file has the key.
    func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
        value = try decodeIfPresent(Value.self, forKey: key) ?? value
    }
}
