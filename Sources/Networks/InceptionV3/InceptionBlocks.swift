import Checkpoints

/// Makes the blocks of Inception v3 by kind. Names are those of torchvision's state dict.
struct InceptionBlocks {
    typealias Kernel = InceptionUnit.Kernel

    let scope: WeightScope
    let config: InceptionV3Config

    /// 35×35: 1×1; 5×5; twice 3×3; average pool.
    func a(_ name: String, input: Int, pool: Int) throws -> InceptionBlock {
        let make = Maker(scope: scope(name), config: config, input: input)
        return InceptionBlock(
            name: name,
            branches: [
                try make.branch(("branch1x1", 64, Kernel(1, 1))),
                try make.branch(("branch5x5_1", 48, Kernel(1, 1)), ("branch5x5_2", 64, Kernel(5, 5))),
                try make.branch(
                    ("branch3x3dbl_1", 64, Kernel(1, 1)), ("branch3x3dbl_2", 96, Kernel(3, 3)),
                    ("branch3x3dbl_3", 96, Kernel(3, 3))),
                try make.branch(("branch_pool", pool, Kernel(1, 1)), pool: .average),
            ], input: input, isReduction: false)
    }

    /// From 35×35 to 17×17: 3×3; twice 3×3; max pool.
    func b(_ name: String, input: Int) throws -> InceptionBlock {
        let make = Maker(scope: scope(name), config: config, input: input)
        var double = try make.branch(
            ("branch3x3dbl_1", 64, Kernel(1, 1)), ("branch3x3dbl_2", 96, Kernel(3, 3)))
        double.units.append(try make.reduction("branch3x3dbl_3", 96, input: config.width(96)))
        return InceptionBlock(
            name: name,
            branches: [
                InceptionBranch(units: [try make.reduction("branch3x3", 384, input: input)]), double,
                InceptionBranch(pool: .reduction),
            ], input: input, isReduction: true)
    }

    /// 17×17: 1×1; 1×7 and 7×1; twice both; average pool.
    func c(_ name: String, input: Int, inner: Int) throws -> InceptionBlock {
        let make = Maker(scope: scope(name), config: config, input: input)
        let (across, down) = (Kernel(1, 7), Kernel(7, 1))
        return InceptionBlock(
            name: name,
            branches: [
                try make.branch(("branch1x1", 192, Kernel(1, 1))),
                try make.branch(
                    ("branch7x7_1", inner, Kernel(1, 1)), ("branch7x7_2", inner, across),
                    ("branch7x7_3", 192, down)),
                try make.branch(
                    ("branch7x7dbl_1", inner, Kernel(1, 1)), ("branch7x7dbl_2", inner, down),
                    ("branch7x7dbl_3", inner, across), ("branch7x7dbl_4", inner, down),
                    ("branch7x7dbl_5", 192, across)),
                try make.branch(("branch_pool", 192, Kernel(1, 1)), pool: .average),
            ], input: input, isReduction: false)
    }

    /// From 17×17 to 8×8: 3×3; 1×7, 7×1 and 3×3; max pool.
    func d(_ name: String, input: Int) throws -> InceptionBlock {
        let make = Maker(scope: scope(name), config: config, input: input)
        var short = try make.branch(("branch3x3_1", 192, Kernel(1, 1)))
        short.units.append(try make.reduction("branch3x3_2", 320, input: config.width(192)))
        var long = try make.branch(
            ("branch7x7x3_1", 192, Kernel(1, 1)), ("branch7x7x3_2", 192, Kernel(1, 7)),
            ("branch7x7x3_3", 192, Kernel(7, 1)))
        long.units.append(try make.reduction("branch7x7x3_4", 192, input: config.width(192)))
        return InceptionBlock(
            name: name, branches: [short, long, InceptionBranch(pool: .reduction)], input: input,
            isReduction: true)
    }

    /// 8×8: 1×1; 1×3 beside 3×1; 3×3 and then 1×3 beside 3×1; a pool.
    func e(_ name: String, input: Int, pool: InceptionBranch.Pool) throws -> InceptionBlock {
        let make = Maker(scope: scope(name), config: config, input: input)
        func split(_ first: String, _ second: String) throws -> [InceptionUnit] {
            [
                try make.unit(first, 384, Kernel(1, 3), input: config.width(384)),
                try make.unit(second, 384, Kernel(3, 1), input: config.width(384)),
            ]
        }
        var short = try make.branch(("branch3x3_1", 384, Kernel(1, 1)))
        short.split = try split("branch3x3_2a", "branch3x3_2b")
        var long = try make.branch(
            ("branch3x3dbl_1", 448, Kernel(1, 1)), ("branch3x3dbl_2", 384, Kernel(3, 3)))
        long.split = try split("branch3x3dbl_3a", "branch3x3dbl_3b")
        return InceptionBlock(
            name: name,
            branches: [
                try make.branch(("branch1x1", 320, Kernel(1, 1))), short, long,
                try make.branch(("branch_pool", 192, Kernel(1, 1)), pool: pool),
            ], input: input, isReduction: false)
    }

    /// Makes the units of one block; channel counts are the published network's.
    private struct Maker {
        let scope: WeightScope
        let config: InceptionV3Config
        let input: Int

        func branch(
            _ units: (name: String, output: Int, kernel: Kernel)..., pool: InceptionBranch.Pool? = nil
        ) throws -> InceptionBranch {
            var (width, made): (Int, [InceptionUnit]) = (input, [])
            for (name, output, kernel) in units {
                made.append(try unit(name, output, kernel, input: width))
                width = config.width(output)
            }
            return InceptionBranch(pool: pool, units: made)
        }

        func unit(_ name: String, _ output: Int, _ kernel: Kernel, input: Int) throws -> InceptionUnit {
            try InceptionUnit(
                scope(name), input: input, output: config.width(output), kernel: kernel,
                epsilon: config.batchNormEpsilon)
        }

        /// 3×3, stride 2, not padded.
        func reduction(_ name: String, _ output: Int, input: Int) throws -> InceptionUnit {
            try InceptionUnit(
                scope(name), input: input, output: config.width(output), kernel: Kernel(3, 3), stride: 2,
                isPadded: false, epsilon: config.batchNormEpsilon)
        }
    }
}
