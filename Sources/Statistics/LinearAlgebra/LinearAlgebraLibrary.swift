import COpenBLAS

/// The library behind the linear algebra.
public enum LinearAlgebraLibrary {
    /// Version, build and the kernels chosen for this processor: `0.3.21 … Cooperlake MAX_THREADS=64`.
    public static var version: String {
        String(cString: openblas_get_config()).split(separator: " ").dropFirst().joined(separator: " ")
    }
}
