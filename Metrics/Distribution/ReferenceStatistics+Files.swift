import Checkpoints
import Statistics

extension ReferenceStatistics {
    /// Longest vectors that are read; the covariance of longer ones would not fit.
    private static let largestDimension = 1 << 14

    /// Reads every set of statistics that a file holds.
    ///
    /// - Throws: `MetricError.unusableStatistics` for a file without a mean and covariance, `CheckpointError` for one
    ///   that cannot be read. Nothing in the file is executed.
    public static func read(path: String) throws -> [ReferenceStatistics] {
        let file = try Checkpoint.open(path)
        if file.container != .npz, file.place("raw_mean") != nil { return [try sums(file)] }
        let found = try file.tensors.map(\.path).compactMap { place -> ReferenceStatistics? in
            for (mean, covariance) in [("mu", "sigma"), ("mean", "cov")] {
                let isWhole = place == mean
                guard isWhole || place.hasSuffix("/" + mean) else { continue }
                let prefix = String(place.dropLast(mean.count))
                guard file.place(prefix + covariance) != nil else { continue }
                return try moments(file, prefix: prefix, mean: mean, covariance: covariance)
            }
            return nil
        }
        guard !found.isEmpty else {
            throw MetricError.unusableStatistics(
                file: path,
                expected: "a mean and covariance (mu and sigma, mean and cov, or raw_mean and raw_cov)",
                found: file.tensors.isEmpty
                    ? "no arrays" : file.tensors.prefix(8).map(\.path).joined(separator: ", "))
        }
        return found
    }

    /// Writes one or several sets of statistics as `.npz`. One set uses the names `mu` and `sigma`, so that
    /// pytorch-fid and clean-fid read it; several have the metric's id and a slash in front of each name.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    public static func write(_ all: [ReferenceStatistics], to path: String) throws {
        precondition(!all.isEmpty, "something to write")
        precondition(
            all.count == 1 || Set(all.compactMap(\.origin.metric)).count == all.count,
            "several sets are told apart by their metrics")
        try NumpyArchiveWriter.write(
            all.flatMap { $0.entries(prefix: all.count == 1 ? "" : ($0.origin.metric ?? "") + "/") }, to: path
        )
    }

    private func entries(prefix: String) -> [NumpyArchiveEntry] {
        let texts = [
            ("format", "i2vbench.statistics.1"), ("divisor", divisor.rawValue), ("metric", origin.metric),
            ("extractor", origin.extractor), ("preprocessing", origin.preprocessing),
            ("weights", origin.weights), ("weights_class", origin.weightClass),
            ("video_size", origin.videoSize), ("source", origin.source),
        ]
        let numbers = [
            ("vectors", origin.vectors), ("videos", origin.videos),
            ("frames_per_video", origin.framesPerVideo),
        ]
        return [
            NumpyArchiveEntry(prefix + "mu", mean, shape: [dimension]),
            NumpyArchiveEntry(prefix + "sigma", covariance, shape: [dimension, dimension]),
        ] + texts.compactMap { name, text in text.map { NumpyArchiveEntry(prefix + name, $0) } }
            + numbers.compactMap { name, number in number.map { NumpyArchiveEntry(prefix + name, $0) } }
    }

    private static func moments(
        _ file: Checkpoint, prefix: String, mean: String, covariance: String
    ) throws -> ReferenceStatistics {
        let numbers = try arrays(file, mean: prefix + mean, covariance: prefix + covariance)
        let stated = file.text(prefix + "divisor")
        guard let divisor = CovarianceDivisor(rawValue: stated ?? CovarianceDivisor.countMinusOne.rawValue)
        else {
            throw MetricError.unusableStatistics(
                file: file.path, expected: "the divisor n or n-1", found: stated ?? "")
        }
        let origin = Origin(
            metric: file.text(prefix + "metric"), extractor: file.text(prefix + "extractor"),
            preprocessing: file.text(prefix + "preprocessing"), weights: file.text(prefix + "weights"),
            weightClass: file.text(prefix + "weights_class"),
            vectors: try file.count(prefix + "vectors"), videos: try file.count(prefix + "videos"),
            framesPerVideo: try file.count(prefix + "frames_per_video"),
            videoSize: file.text(prefix + "video_size"), source: file.text(prefix + "source"))
        return ReferenceStatistics(
            name: file.path, mean: numbers.mean, covariance: numbers.covariance, divisor: divisor,
            origin: origin)
    }

    /// Running sums of x and xxᵀ: mean = sum/N, covariance = sum/N − mean·meanᵀ.
    private static func sums(_ file: Checkpoint) throws -> ReferenceStatistics {
        var (mean, covariance) = try arrays(file, mean: "raw_mean", covariance: "raw_cov")
        guard let vectors = try file.count("num_items"), vectors > 0 else {
            throw MetricError.unusableStatistics(
                file: file.path, expected: "sums over num_items vectors", found: "no number of vectors")
        }
        let (order, count) = (mean.count, Double(vectors))
        for index in mean.indices { mean[index] /= count }
        for row in 0..<order {
            for column in 0..<order {
                covariance[row * order + column] =
                    covariance[row * order + column] / count - mean[row] * mean[column]
            }
        }
        return ReferenceStatistics(
            name: file.path, mean: mean, covariance: covariance, divisor: .count,
            origin: Origin(vectors: vectors))
    }

    private static func arrays(
        _ file: Checkpoint, mean: String, covariance: String
    ) throws -> (mean: [Double], covariance: [Double]) {
        let shapes = [mean, covariance].map { file.place($0)?.shape ?? [] }
        guard let order = shapes[0].first, shapes[0] == [order], shapes[1] == [order, order], order > 0,
            order <= largestDimension
        else {
            throw MetricError.unusableStatistics(
                file: file.path,
                expected: "\(mean) of shape [D] and \(covariance) of [D, D], D at most \(largestDimension)",
                found: "\(shapes[0]) and \(shapes[1])")
        }
        return (try file.doubles(mean), try file.doubles(covariance))
    }
}

extension Checkpoint {
    fileprivate func place(_ path: String) -> TensorDescription? { tensors.first { $0.path == path } }

    fileprivate func doubles(_ path: String) throws -> [Double] {
        guard let place = place(path), let numbers = try raw(place.name).doubles else {
            throw MetricError.unusableStatistics(
                file: self.path, expected: "real numbers in \(path)", found: "complex ones")
        }
        return numbers
    }

    fileprivate func text(_ path: String) -> String? {
        guard case .text(let text)? = value(path) else { return nil }
        return text
    }

    private func value(_ path: String) -> PlainValue? {
        values.first { $0.path.joined(separator: "/") == path }?.value
    }

    /// A whole number, plain or as an array of one.
    fileprivate func count(_ path: String) throws -> Int? {
        if case .integer(let number)? = value(path) { return Int(number) }
        guard let place = place(path), place.count == 1, place.type.isInteger else { return nil }
        return try integers(place.name).first.map { Int($0) }
    }
}
