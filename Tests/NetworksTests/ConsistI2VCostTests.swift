import Networks
import Testing

struct ConsistI2VCostTests {
    @Test(arguments: [
        (true, true, 5.439, 5.162, 4.327), (true, false, 5.388, 5.111, 4.325),
        (false, true, 5.215, 5.059, 4.204),
        (false, false, 5.163, 5.009, 4.203),
    ])
    func matchesThePaper(spatial: Bool, temporal: Bool, total: Double, products: Double, necessary: Double) {
        let cost = ConsistI2VCost(
            ConsistI2VConfig(), height: 32, width: 32,
            conditioning: FirstFrameConditioning(spatial: spatial, temporal: temporal))
        #expect(abs(cost.total / 1e12 - total) < 0.001)
        #expect(abs(cost.reference / 1e12 - products) < 0.001)
        #expect(abs(cost.necessary / 1e12 - necessary) < 0.001)
    }

    /// The paper's column, table 3: its profiler sees no fused attention and counts element-wise work.
    @Test(arguments: [(true, true, 5.168), (true, false, 5.117), (false, false, 5.015)])
    func thePapersCount(spatial: Bool, temporal: Bool, published: Double) {
        let cost = ConsistI2VCost(
            ConsistI2VConfig(), height: 32, width: 32,
            conditioning: FirstFrameConditioning(spatial: spatial, temporal: temporal))
        #expect(abs(cost.profiled / 1e12 - published) < 0.001 * published)
        #expect(cost.profiled > cost.reference && cost.profiled < cost.total)
    }

    @Test func theAutoencoder() {
        let cost = AutoencoderCost(AutoencoderConfig(), height: 256, width: 256)
        #expect(abs(cost.encode / 1e12 - 0.273) < 0.0005)
        #expect(abs(cost.decode / 1e12 - 0.622) < 0.0005)
    }

    @Test func largerLatents() {
        let cost = ConsistI2VCost(ConsistI2VConfig(), height: 64, width: 64)
        #expect(abs(cost.total / 1e12 - 24.506) < 0.001)
    }
}
