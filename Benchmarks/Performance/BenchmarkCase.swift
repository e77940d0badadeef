/// Something that can be timed: a kernel at a shape, a network at a size, a decoder on a file.
///
/// To add one, append it to `BenchmarkRegistry.all`.
struct BenchmarkCase: Sendable {
    /// What `--filter` matches and the table's first column shows, e.g. `conv 3×3` or `network clip_vit_b32`.
    let name: String
    /// Shapes or sizes.
    let shape: String
    /// Operations of one run (a multiply-add counts two); 0 where memory or a library is what limits.
    let operations: Double
    /// Bytes read and written by one run, where memory is what limits; 0 otherwise.
    let bytes: Double
    /// Whether `--quick` leaves it out.
    let isSlow: Bool
    /// Makes inputs and returns the work of one run. Called once, not timed, on the threads of the benchmark.
    let prepare: @Sendable () throws -> @Sendable () throws -> Void

    init(
        name: String, shape: String, operations: Double = 0, bytes: Double = 0, isSlow: Bool = false,
        prepare: @escaping @Sendable () throws -> @Sendable () throws -> Void
    ) {
        (self.name, self.shape, self.operations, self.bytes) = (name, shape, operations, bytes)
        (self.isSlow, self.prepare) = (isSlow, prepare)
    }
}
