extension Checkpoint {
    /// Writes the state dict to a safetensors file: names without wrapper, types as they are.
    ///
    /// Cost: memory of the largest tensor that is not contiguous; contiguous ones go straight from the map.
    public func convert(to path: String) throws {
        let entries = weights.map { tensor in
            SafetensorsEntry(tensor.name, type: tensor.type, shape: tensor.shape) { write in
                try self.withBytes(of: tensor.name, write)
                self.release(tensor.name)
            }
        }
        try SafetensorsWriter.write(entries, to: path, metadata: metadata)
    }
}
