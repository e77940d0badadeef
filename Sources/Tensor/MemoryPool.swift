import Foundation

/// Reused, 64-byte aligned Float32 blocks, and the account of what they occupy.
///
/// Freshly mapped memory costs a page fault for every 4 KiB, so a network that has run once should find all its
/// blocks again. A request is served by the smallest free block that fits without wasting more than a quarter of
/// it, or more than half when memory is short. Blocks in use and idle together stay below the most that was ever
/// in use, by half of what comes and goes (at most 1 GiB) and 64 MiB; once most of the memory in use has been given
/// back, at most 1 GiB more is kept. The largest idle blocks go back to the system first.
/// The pool is shared by the process: memory has no meaning of its own that a caller could want to inject.
public final class MemoryPool: @unchecked Sendable {
    public static let shared = MemoryPool()

    private static let slack = 64 << 18
    private static let keptWithoutUse = 1 << 28

    private let lock = NSLock()
    private var free: [Int: [UnsafeMutablePointer<Float>]] = [:]
    private var freeSizes: [Int] = []
    private var used = 0
    private var idle = 0
    private var peak = 0
    private var mostUsed = 0
    /// The least in use since `mostUsed` was reached: what stays, such as weights.
    private var leastUsed = 0
    private var requests = 0
    private var allocations = 0

    package init() {}

    /// Bytes in live tensors, in idle blocks, and the highest sum of both so far.
    public var statistics: (used: Int, idle: Int, peak: Int) {
        lock.withLock { (used * 4, idle * 4, peak * 4) }
    }

    /// Blocks handed out, and those of them that had to be asked of the system.
    public var counts: (requests: Int, allocations: Int) { lock.withLock { (requests, allocations) } }

    /// Returns every idle block to the system and forgets how much was once needed.
    public func trim() {
        lock.withLock {
            release(downTo: 0)
            (mostUsed, leastUsed) = (used, used)
        }
    }

    package func take(count: Int) -> (UnsafeMutablePointer<Float>, Int) {
        let wanted = Self.rounded(max(count, 1))
        return lock.withLock {
            requests += 1
            let block = reuse(wanted, waste: wanted / 4) ?? fresh(wanted)
            used += block.1
            if used > mostUsed { (mostUsed, leastUsed) = (used, used) }
            peak = max(peak, used + idle)
            return block
        }
    }

    package func give(_ pointer: UnsafeMutablePointer<Float>, capacity: Int) {
        lock.withLock {
            used -= capacity
            leastUsed = min(leastUsed, used)
            idle += capacity
            if free[capacity, default: []].isEmpty {
                let position = freeSizes.firstIndex { $0 > capacity } ?? freeSizes.endIndex
                freeSizes.insert(capacity, at: position)
            }
            free[capacity, default: []].append(pointer)
            release(downTo: idleLimit)
        }
    }

    private var slack: Int { Self.slack + min((mostUsed - leastUsed) / 2, Self.keptWithoutUse) }

    private var idleLimit: Int { min(mostUsed - used, max(used, Self.keptWithoutUse)) + slack }

    private func reuse(_ wanted: Int, waste: Int) -> (UnsafeMutablePointer<Float>, Int)? {
        guard let index = freeSizes.firstIndex(where: { $0 >= wanted }), freeSizes[index] <= wanted + waste
        else { return nil }
        let size = freeSizes[index]
        let pointer = free[size]!.removeLast()
        if free[size]!.isEmpty { freeSizes.remove(at: index) }
        idle -= size
        return (pointer, size)
    }

    /// A block from the system, for which idle ones that do not fit make room.
    private func fresh(_ wanted: Int) -> (UnsafeMutablePointer<Float>, Int) {
        let room = max(mostUsed - used - wanted, 0) + slack
        if idle > room, let block = reuse(wanted, waste: wanted) { return block }
        release(downTo: room)
        allocations += 1
        return (Self.allocate(wanted), wanted)
    }

    private func release(downTo limit: Int) {
        while idle > limit, let size = freeSizes.last {
            Foundation.free(free[size]!.removeLast())
            if free[size]!.isEmpty { freeSizes.removeLast() }
            idle -= size
        }
    }

    /// Whole cache lines below 64 KiB, whole 16 KiB above, so that nearly equal requests share blocks.
    private static func rounded(_ count: Int) -> Int {
        let step = count < 1 << 14 ? 16 : 1 << 12
        return (count + step - 1) / step * step
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
        let bytes = count * MemoryLayout<Float>.stride
        let isLarge = bytes >= 1 << 22
        var raw: UnsafeMutableRawPointer?
        let status = posix_memalign(&raw, isLarge ? 1 << 21 : 64, bytes)
        precondition(status == 0, "out of memory: \(bytes) bytes wanted")
        if isLarge { madvise(raw, bytes, Int32(MADV_HUGEPAGE)) }
        return raw!.assumingMemoryBound(to: Float.self)
    }
}
