import CKernels

/// A block of Float32 memory that returns to the reuse pool when the last tensor over it goes away.
///
/// Freshly mapped memory costs a page fault for every 4 KiB; networks ask for the same sizes over and over,
/// so blocks are kept and handed out again (see `MemoryPool`).
final class TensorStorage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let capacity: Int

    init(count: Int) {
        (base, capacity) = MemoryPool.shared.take(count: count)
    }

    deinit { MemoryPool.shared.give(base, capacity: capacity) }
}
