import Checkpoints
import Tensor

/// The way through every U-Net here: entrance, blocks with skip connections between them, exit. What the blocks do, and
/// what they have to know in a forward (`Pass`), is the network's own.
struct UNetTrunk<Pass: Sendable>: Sendable {
    /// The results of a block's layers, each of them a skip connection.
    typealias DownBlock = @Sendable (Tensor, Pass) -> [Tensor]
    typealias MidBlock = @Sendable (Tensor, Pass) -> Tensor
    /// Takes its skip connections off the end of the list.
    typealias UpBlock = @Sendable (Tensor, inout [Tensor], Pass) -> Tensor

    private let convIn: Convolution2D
    private let downBlocks: [DownBlock]
    private let midBlock: MidBlock
    private let upBlocks: [UpBlock]
    private let normOut: GroupNorm
    private let convOut: Convolution2D

    /// - Parameter widths: channels of the levels, the outermost first.
    /// - Parameter down: builds a block from its scope and index, as `up` does; they are asked in the network's order.
    init(
        _ scope: WeightScope, input: Int, output: Int, widths: [Int], groups: Int, epsilon: Double,
        down: (WeightScope, Int) throws -> DownBlock, mid: (WeightScope) throws -> MidBlock,
        up: (WeightScope, Int) throws -> UpBlock
    ) throws {
        convIn = try Convolution2D(
            scope("conv_in"), input: input, output: widths[0], kernel: 3, padding: .all(1))
        downBlocks = try widths.indices.map { try down(scope("down_blocks")($0), $0) }
        midBlock = try mid(scope("mid_block"))
        upBlocks = try widths.indices.map { try up(scope("up_blocks")($0), $0) }
        normOut = try GroupNorm(
            scope("conv_norm_out"), groups: groups, channels: widths[0], epsilon: Float(epsilon))
        convOut = try Convolution2D(
            scope("conv_out"), input: widths[0], output: output, kernel: 3, padding: .all(1))
    }

    /// Images `[N, h, w, C]` through all of it.
    func callAsFunction(_ images: Tensor, _ pass: Pass, trace: Trace?) -> Tensor {
        var h = convIn(images)
        trace?.recordImages("conv_in", h)
        var skips = [h]
        for (index, block) in downBlocks.enumerated() {
            skips += block(h, pass)
            h = skips[skips.count - 1]
            trace?.recordImages("down_blocks.\(index)", h)
        }
        h = midBlock(h, pass)
        trace?.recordImages("mid_block", h)
        for (index, block) in upBlocks.enumerated() {
            h = block(h, &skips, pass)
            trace?.recordImages("up_blocks.\(index)", h)
        }
        return exit(h)
    }

    /// `conv_out(silu(conv_norm_out(x)))`.
    func exit(_ x: Tensor) -> Tensor { convOut(normOut(x, activation: .silu)) }
}

extension UNetTrunk<UNetPass> {
    /// The trunk of blocks that `factory` makes; it knows their transformers afterwards.
    init(_ scope: WeightScope, factory: inout UNetLayerFactory) throws {
        let config = factory.config
        try self.init(
            scope, input: config.inChannels, output: config.outChannels, widths: config.blockOutChannels,
            groups: config.normNumGroups, epsilon: config.normEps
        ) { scope, index in
            let block = try UNetDownBlock(scope, index: index, factory: &factory)
            return { block($0, $1) }
        } mid: { scope in
            let block = try UNetMidBlock(scope, factory: &factory)
            return { block($0, $1) }
        } up: { scope, index in
            let block = try UNetUpBlock(scope, index: index, factory: &factory)
            return { block($0, skips: &$1, $2) }
        }
    }
}
