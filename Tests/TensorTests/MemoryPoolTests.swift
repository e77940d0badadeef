import Tensor
import Testing

@Suite struct MemoryPoolTests {
    /// What a network's forward does: blocks of a few sizes, overlapping, in the same order every time.
    private func forward(_ pool: MemoryPool, scale: Int) -> Int {
        var live: [(UnsafeMutablePointer<Float>, Int)] = []
        var most = 0
        for step in 0..<60 {
            live.append(pool.take(count: scale * (1 + step % 5) * (1 + step % 3)))
            if live.count > 6 {
                let block = live.removeFirst()
                pool.give(block.0, capacity: block.1)
            }
            most = max(most, pool.statistics.used)
        }
        for block in live { pool.give(block.0, capacity: block.1) }
        return most
    }

    @Test(arguments: [10, 1000, 200_000])
    func aSecondForwardAsksNothingOfTheSystem(_ scale: Int) {
        let pool = MemoryPool()
        let most = forward(pool, scale: scale)
        let first = pool.counts
        _ = forward(pool, scale: scale)
        let second = pool.counts
        #expect(second.allocations == first.allocations)
        #expect(second.requests == 2 * first.requests)
        #expect(pool.statistics.peak <= most + most / 2 + 64 << 20)
        pool.trim()
    }

    @Test func idleMemoryStaysBelowWhatWasNeeded() {
        let pool = MemoryPool()
        var most = 0
        for round in 1...200 {
            // Every size is new, so that nothing can be handed out again.
            let (block, capacity) = pool.take(count: 1_000_000 + round * 300_000)
            most = max(most, pool.statistics.used)
            pool.give(block, capacity: capacity)
            #expect(pool.statistics.used + pool.statistics.idle <= most + most / 2 + 64 << 20)
        }
        pool.trim()
        #expect(pool.statistics.idle == 0)
    }

    @Test func blocksAreAligned() {
        let pool = MemoryPool()
        for count in [1, 17, 1000, 1 << 21] {
            let (block, capacity) = pool.take(count: count)
            #expect(Int(bitPattern: block) % 64 == 0 && capacity >= count)
            pool.give(block, capacity: capacity)
        }
        pool.trim()
    }

    @Test func thePeakOfTheProcessIsKnown() {
        #expect(ProcessMemory.peak > 1 << 20)
    }
}
