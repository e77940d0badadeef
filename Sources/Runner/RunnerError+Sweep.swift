extension RunnerError {
    /// The texts of errors about plan files, shards and joining them.
    var sweepDescription: String {
        switch self {
        case .plan(let file, let problems):
            problems.map { "\(file):\($0.line): \($0.text)" }.joined(separator: "\n")
        case .badShard(let found):
            "--shard: expected a part of a number of parts such as 1/4, from 1/4 to 4/4, found “\(found)”."
        case .otherShard(let folder, let expected, let found):
            "\(folder): expected a folder for \(expected), found one of \(found). Name another folder with --out."
        case .unlike(let first, let second, let what, let one, let other):
            "\(first) and \(second) cannot be joined: they differ in \(what).\n  \(first): \(one)\n  \(second): "
                + "\(other)\nRun both from the same plan with the same version, data and weights."
        case .shards(let text, let advice): "\(text). \(advice)"
        case .slurm(let command, let found, let advice): "\(command): \(found). \(advice)"
        default: preconditionFailure("not an error of a sweep")
        }
    }
}
