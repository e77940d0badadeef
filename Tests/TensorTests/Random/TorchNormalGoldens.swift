/// Bit patterns of `torch.randn`, PyTorch 2.13.0+cpu with its scalar kernels:
///
///     ATEN_CPU_CAPABILITY=default python -c "import torch, numpy; torch.manual_seed(SEED); \
///         x = torch.randn(COUNT).numpy(); print([hex(b) for b in x.view(numpy.uint32)[::STEP]]); print(x.sum(dtype='float64'))"
struct TorchNormalGolden: Sendable, CustomStringConvertible {
    let seed: UInt64
    let count: Int
    /// Every how many numbers one is quoted.
    let step: Int
    let sum: Double
    let bits: [UInt32]

    var description: String { "seed \(seed), \(count) numbers" }

    static let all: [TorchNormalGolden] = [
        TorchNormalGolden(
            seed: 42, count: 1, step: 1, sum: 0.33669036626815796,
            bits: [
                0x3eac62ae
            ]),
        TorchNormalGolden(
            seed: 42, count: 5, step: 1, sum: -0.19256120920181274,
            bits: [
                0x3eac62ae, 0x3e03e69d, 0x3e7016e7, 0x3e6bdc6c, 0xbf8fb9c2,
            ]),
        TorchNormalGolden(
            seed: 42, count: 15, step: 1, sum: 1.6961162984371185,
            bits: [
                0x3eac62ae, 0x3e03e69d, 0x3e7016e7, 0x3e6bdc6c, 0xbf8fb9c2, 0xbe3eccd8, 0x400d532c,
                0xbf2353c6, 0x3eec5e56, 0x3e88e237, 0x3f08ef83, 0x3f4f3209, 0x3f8e1dfe, 0xbfd84b55,
                0xbf7d2c7a,
            ]),
        TorchNormalGolden(
            seed: 42, count: 16, step: 1, sum: -2.1876692436635494,
            bits: [
                0x3ff6a527, 0x3fbe5f54, 0x3f669567, 0xc006c0dd, 0x3f2dacd5, 0xbf9e0592, 0xbd306787,
                0xbfcd65ba, 0xbf408bff, 0x3fd3095a, 0xbec8f2f6, 0xbfb3a962, 0xbf3a566d, 0xbf0f36cc,
                0xbf44d2a1, 0x3f432f9f,
            ]),
        TorchNormalGolden(
            seed: 42, count: 17, step: 1, sum: 8.217295378446579,
            bits: [
                0x3ff6a527, 0xbe236d7b, 0xbefeaae2, 0x3ee111d7, 0xbf4214e2, 0x3f8a0650, 0x3f4d0143,
                0x3fd71e93, 0x3eb63341, 0x3fa5f12f, 0x3f1c4788, 0x3faad8b0, 0xbe6d2eed, 0x3d2b0c00,
                0xbe80ce7a, 0x3f5c1fb0, 0xbe9e9487,
            ]),
        TorchNormalGolden(
            seed: 0, count: 5, step: 1, sum: -1.4473133087158203,
            bits: [
                0x3fc53f5c, 0xbe963c50, 0xc00b7149, 0x3f1184b6, 0xbf8ad1a1,
            ]),
        TorchNormalGolden(
            seed: 0, count: 16, step: 1, sum: -1.9091140404343605,
            bits: [
                0xbf901b85, 0xbf93808a, 0xbe804bd6, 0xbede255e, 0x3f594515, 0x3f312784, 0xbea1cc6d,
                0xc0075fc2, 0x3ea50138, 0xbfa1b4f4, 0x3eb330ff, 0x3e9dc3ba, 0x3df56f77, 0x3f9e6b93,
                0x3f8ef28e, 0xbe7d365a,
            ]),
        TorchNormalGolden(
            seed: 4294967338, count: 17, step: 1, sum: 8.217295378446579,
            bits: [
                0x3ff6a527, 0xbe236d7b, 0xbefeaae2, 0x3ee111d7, 0xbf4214e2, 0x3f8a0650, 0x3f4d0143,
                0x3fd71e93, 0x3eb63341, 0x3fa5f12f, 0x3f1c4788, 0x3faad8b0, 0xbe6d2eed, 0x3d2b0c00,
                0xbe80ce7a, 0x3f5c1fb0, 0xbe9e9487,
            ]),
        TorchNormalGolden(
            seed: 1311768467463790320, count: 5, step: 1, sum: -3.5975033566355705,
            bits: [
                0xbf991e89, 0xbfa85503, 0xbd9826df, 0xbe9c3e68, 0xbf34ead3,
            ]),
        TorchNormalGolden(
            seed: 1311768467463790320, count: 17, step: 1, sum: -2.9670127518475056,
            bits: [
                0x3ee67cc8, 0x3f00a799, 0x3f54f174, 0x3f97ca8d, 0xbf04ca49, 0xbf8e384c, 0xbf394ccd,
                0xbe7766ce, 0x3f399002, 0xbf9b5883, 0x3ef712e6, 0xbd43a71d, 0x3e7e6728, 0xbf3b60b9,
                0x3e6c6872, 0xbfbf762c, 0xbfc51711,
            ]),
        TorchNormalGolden(
            seed: 18446744073709551615, count: 16, step: 1, sum: -2.1445592045783997,
            bits: [
                0xc02a83da, 0xbf8ba77b, 0x3ee7241c, 0x3e69d765, 0x3ff305ea, 0x3fc837ff, 0xbfa0b0f0,
                0x3f4b2c45, 0xbfe030fa, 0xbf35ad3f, 0x3f9bf026, 0x3e639496, 0xc021043f, 0x3ef7ae5f,
                0x3f577f52, 0x3e104a9b,
            ]),
        TorchNormalGolden(
            seed: 42, count: 100, step: 7, sum: 5.976551987114362,
            bits: [
                0x3ff6a527, 0xbfcd65ba, 0xbf44d2a1, 0x3f8a0650, 0xbe6d2eed, 0x3fdbd27d, 0xbf6139a5,
                0xbf287baf, 0xbfb39da0, 0x3fb11825, 0xbf86fccd, 0xbf244809, 0x3f24088a, 0xbeb71a5b,
                0x3eb321de,
            ]),
        TorchNormalGolden(
            seed: 42, count: 1000, step: 37, sum: 4.231282995664515,
            bits: [
                0x3ff6a527, 0xbed95a8d, 0x3d67ec47, 0xbe9b71f0, 0x3e89f954, 0xbfc029d3, 0x3f847afc,
                0xbfce2a4e, 0x400153dd, 0x3e88225e, 0x40093a0d, 0xbd1eef3e, 0xbdd352f7, 0x3f59ec8c,
                0xbf39a6c7, 0x3fe2fac3, 0x3d7afd24, 0x3d919ec7, 0xbf8221bc, 0x3f5b090f, 0x3e9388a5,
                0xbf523898, 0xbfa50c30, 0x3f56d2a1, 0x3f3ce316, 0x3fa11d03, 0xbe2484ad, 0xbf5a7bfd,
            ]),
        TorchNormalGolden(
            seed: 1311768467463790320, count: 1000, step: 37, sum: 21.602468849159777,
            bits: [
                0x3ee67cc8, 0xbe05345e, 0x3f49a6cb, 0xbfb3b020, 0x3f80698a, 0x3edd7c60, 0x40230c25,
                0x3fb36fbd, 0xbedd7b8e, 0x3e022728, 0x3f9ee5ae, 0xbf9c11a0, 0x3fac4f1c, 0xbf535b3c,
                0x3f874137, 0x3ee29cda, 0xbf9997e6, 0xbfa32182, 0x3ef55f09, 0x3fc2b797, 0x3fd13f35,
                0xbfa90259, 0x3e05eed7, 0xbf9a56d2, 0xbed44a28, 0x3e57320f, 0xbf9e590d, 0x3f37a415,
            ]),
    ]
}
