import ArgumentParser
import Dispatch
import Foundation
import Tensor

/// Serves one case on standard input and output, so that another program can time it in turn with others.
///
/// Prints `ready`, then answers every line: `run` with the seconds of one call, `sum` with the number of outputs and
/// the sum of their magnitudes.
struct Worker {
    /// A sample of a short call is the median of calls that fill this many seconds.
    static let sampleSeconds = 0.25

    let work: ComparedWork

    init(_ id: String) throws {
        guard let work = ComparedWork.all.first(where: { $0.id == id }) else {
            let known = ComparedWork.all.map(\.id).joined(separator: ", ")
            throw ValidationError("--worker \(id): no such case; known: \(known)")
        }
        self.work = work
    }

    func serve() throws {
        let forward = try work.prepare()
        let output = try forward()
        print("ready")
        fflush(nil)
        while let line = readLine() {
            switch line {
            case "run": print(try Self.seconds(of: forward))
            case "sum": print(output.count, Self.magnitude(output))
            default: throw ValidationError("--worker: expected run or sum, found “\(line)”")
            }
            fflush(nil)
        }
    }

    private static func seconds(of forward: ComparedWork.Forward) throws -> Double {
        var samples: [Double] = []
        while samples.isEmpty || samples.reduce(0, +) < sampleSeconds {
            let start = DispatchTime.now().uptimeNanoseconds
            _ = try forward()
            samples.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
        }
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    private static func magnitude(_ tensor: Tensor) -> Double {
        var sum = 0.0
        for index in 0..<tensor.count { sum += Double(abs(tensor.pointer[index])) }
        return sum
    }
}
