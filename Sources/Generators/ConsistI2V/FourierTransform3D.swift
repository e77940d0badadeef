import CFFTW3f
import Foundation

/// Complex Fourier transforms over time, height and width, in single precision and in place.
///
/// Plans are made with `FFTW_ESTIMATE`, which depends on the size alone, so equal input gives equal output.
/// FFTW's planner is not thread-safe and is called under a lock. Not for use by two threads at once.
final class FourierTransform3D {
    /// Real and imaginary parts, interleaved; row-major `[F, H, W]`.
    let values: UnsafeMutableBufferPointer<fftwf_complex>
    private let forwardPlan: fftwf_plan
    private let inversePlan: fftwf_plan
    private static let planner = NSLock()

    init(frames: Int, height: Int, width: Int) {
        let count = frames * height * width
        guard let memory = fftwf_alloc_complex(count) else {
            preconditionFailure("out of memory: \(count) complex numbers wanted")
        }
        values = UnsafeMutableBufferPointer(start: memory, count: count)
        let (f, h, w) = (Int32(frames), Int32(height), Int32(width))
        (forwardPlan, inversePlan) = Self.planner.withLock {
            (
                fftwf_plan_dft_3d(f, h, w, memory, memory, FFTW_FORWARD, FFTW_ESTIMATE),
                fftwf_plan_dft_3d(f, h, w, memory, memory, FFTW_BACKWARD, FFTW_ESTIMATE)
            )
        }
    }

    deinit {
        Self.planner.withLock {
            fftwf_destroy_plan(forwardPlan)
            fftwf_destroy_plan(inversePlan)
        }
        fftwf_free(values.baseAddress)
    }

    /// Unnormalised forward transform.
    func forward() { fftwf_execute(forwardPlan) }

    /// Inverse transform without the factor 1/N.
    func inverse() { fftwf_execute(inversePlan) }
}
