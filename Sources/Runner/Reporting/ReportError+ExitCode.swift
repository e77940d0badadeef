import Benchmarks
import Reports
import Tensor

extension ReportError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unwritable: 1
        case .duplicate, .unknown, .inconsistent, .incomparable: 65
        }
    }
}
