import COpenBLAS

/// The few routines of BLAS and LAPACK that the statistics need, in Double and always on one thread: parallel work
/// is cut up by the callers, so that no sum depends on how many threads there are.
enum Dense {
    private static let isSingleThreaded: Void = openblas_set_num_threads(1)

    /// Adds XᵀX to a [D, D] matrix of which the part on and right of the diagonal counts. `rows` is X, [N, D].
    ///
    /// Cost: N·D² additions and multiplications.
    static func addGram(
        of rows: UnsafePointer<Double>, count: Int, columns: Int, to scatter: UnsafeMutablePointer<Double>
    ) {
        isSingleThreaded
        var (order, length) = (Int32(columns), Int32(count))
        var one = 1.0
        // Column-major LAPACK sees Xᵀ, and its lower triangle is ours to the right of the diagonal.
        dsyrk_("L", "N", &order, &length, &one, rows, &order, &one, scatter, &order, 1, 1)
    }

    /// `left · rightᵀ` of two row-major matrices with D columns: [M, N] for M rows on the left and N on the right.
    static func product(
        _ left: UnsafePointer<Double>, rows leftRows: Int, _ right: UnsafePointer<Double>,
        rows rightRows: Int, columns: Int, into result: UnsafeMutablePointer<Double>
    ) {
        guard leftRows > 0, rightRows > 0 else { return }
        isSingleThreaded
        var (m, n, k) = (Int32(rightRows), Int32(leftRows), Int32(columns))
        var (one, zero) = (1.0, 0.0)
        dgemm_("T", "N", &m, &n, &k, &one, right, &k, left, &k, &zero, result, &m, 1, 1)
    }

    /// Eigenvalues in ascending order and eigenvectors of a symmetric [D, D] matrix, of which the part on and
    /// right of the diagonal is read. Vector i is row i.
    ///
    /// - Throws: `StatisticsError.noConvergence`.
    static func eigen(symmetric matrix: [Double], order: Int, name: String) throws
        -> (values: [Double], vectors: [Double])
    {
        isSingleThreaded
        var vectors = matrix
        var values = [Double](repeating: 0, count: order)
        var (n, status, query, unlimited) = (Int32(order), Int32(0), 0.0, Int32(-1))
        var integers = Int32(0)
        dsyevd_(
            "V", "L", &n, &vectors, &n, &values, &query, &unlimited, &integers, &unlimited, &status, 1, 1)
        var (length, integerLength) = (Int32(query), integers)
        var work = [Double](repeating: 0, count: Int(length))
        var integerWork = [Int32](repeating: 0, count: Int(integerLength))
        dsyevd_(
            "V", "L", &n, &vectors, &n, &values, &work, &length, &integerWork, &integerLength, &status, 1, 1)
        guard status == 0 else { throw StatisticsError.noConvergence(of: "eigenvalues", set: name) }
        return (values, vectors)
    }

    /// The sum of the singular values of a row-major matrix, the nuclear norm; added up from the smallest on.
    ///
    /// - Throws: `StatisticsError.noConvergence`.
    static func nuclearNorm(_ matrix: [Double], rows: Int, columns: Int, name: String) throws -> Double {
        guard rows > 0, columns > 0 else { return 0 }
        isSingleThreaded
        let smaller = min(rows, columns)
        var copy = matrix
        var values = [Double](repeating: 0, count: smaller)
        var (m, n, one, status) = (Int32(columns), Int32(rows), Int32(1), Int32(0))
        var (query, unlimited, unused) = (0.0, Int32(-1), 0.0)
        var integerWork = [Int32](repeating: 0, count: 8 * smaller)
        var unusedToo = 0.0
        dgesdd_(
            "N", &m, &n, &copy, &m, &values, &unused, &one, &unusedToo, &one, &query, &unlimited,
            &integerWork, &status, 1)
        var length = Int32(query)
        var work = [Double](repeating: 0, count: Int(length))
        dgesdd_(
            "N", &m, &n, &copy, &m, &values, &unused, &one, &unusedToo, &one, &work, &length, &integerWork,
            &status, 1)
        guard status == 0 else { throw StatisticsError.noConvergence(of: "singular values", set: name) }
        return values.reversed().reduce(0, +)
    }
}
